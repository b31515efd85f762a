package dev.keylight.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A prepared folder: {@code manifest.jsonl} and {@code clips/}. */
public record Dataset(Path folder, List<ManifestRow> rows) {
  public static final String TRAIN = "train";
  public static final String VALIDATION = "validation";
  private static final String MANIFEST = "manifest.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** @throws BadInputException when the folder holds no data set, or one of two kinds of hints */
  public static Dataset open(Path folder) {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      throw new BadInputException(folder + " holds no " + MANIFEST + "; make one with: keylight prepare VIDEOS -o " + folder);
    }
    List<ManifestRow> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(manifest)) {
        rows.add(JSON.readValue(line, ManifestRow.class));
      }
    } catch (IOException e) {
      throw new BadInputException(manifest + " is damaged at line " + (rows.size() + 1) + ": prepare the folder again", e);
    }
    if (rows.stream().filter(ManifestRow::accepted).map(row -> ManifestRow.DECA.equals(row.faceModel())).distinct().count() > 1) {
      throw new BadInputException(manifest + " has clips with DECA's hints and clips with the built-in mesh's, which no model can "
          + "learn together: prepare all of them with the same --face-model");
    }
    return new Dataset(folder, List.copyOf(rows));
  }

  /** Writes the manifest. */
  public static Dataset write(Path folder, List<ManifestRow> rows) {
    WholeFile.write(folder.resolve(MANIFEST), lines(rows));
    return new Dataset(folder, List.copyOf(rows));
  }

  /** The manifest's content. */
  public static byte[] lines(List<ManifestRow> rows) {
    StringBuilder lines = new StringBuilder();
    for (ManifestRow row : rows) {
      lines.append(json(row)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String json(ManifestRow row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a clip of that name is. */
  public static Path file(Path folder, String clip) {
    return folder.resolve("clips").resolve(clip + ".safetensors");
  }

  public Path file(ManifestRow row) {
    return file(folder, row.clip());
  }

  /** The accepted clips of one split, in the manifest's order. */
  public List<ManifestRow> split(String name) {
    return rows.stream().filter(row -> row.accepted() && name.equals(row.split())).toList();
  }
}
