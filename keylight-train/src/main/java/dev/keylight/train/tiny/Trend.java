package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.compose.ContactSheet;
import dev.keylight.face.FaceModel;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.train.validation.ValidationClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The paper's two ablations (tables 4 and 5) on people the model never saw: what it makes of the reference alone, of the
 * shading alone and of both, and of more and more guidance, each from pure noise; from the warp; and as the engine changes the
 * warp's light. Every picture is asked
 * for a strong light from one side; the light error is the distance between it and the light that is read off the result.
 * Pictures are written too, so that other measures (identity) can be taken of them.
 */
public final class Trend {
  private static final int LOOKS = 4;

  private final TinyConfig config;
  private final Path model;

  /** @param model the trained folder */
  public Trend(TinyConfig config, Path model) {
    this.config = config;
    this.model = model;
  }

  /** Variants by name, in the order of the tables. */
  private static Map<String, TinyNetworks.Way> ways() {
    Map<String, TinyNetworks.Way> ways = new LinkedHashMap<>();
    ways.put("reference-only", new TinyNetworks.Way(1, false, true, 20, 12));
    ways.put("shading-only", new TinyNetworks.Way(1, true, false, 20, 12));
    for (int w : new int[] {1, 2, 4}) {
      ways.put("both-w" + w, new TinyNetworks.Way(w, true, true, 20, 12));
    }
    for (int w : new int[] {1, 2, 4}) {
      ways.put("warp-w" + w, new TinyNetworks.Way(w, true, true, 2, 8));
    }
    for (int w : new int[] {1, 2, 4}) {
      ways.put("relit-w" + w, new TinyNetworks.Way(w, true, true, 2, 1));
    }
    return ways;
  }

  /**
   * Renders and measures.
   *
   * @param folder for pictures, {@code trend.csv}, {@code asked.csv} (the lights, so that others can measure too) and
   *     {@code sheet.png}
   * @return mean light error by variant
   */
  public Map<String, Double> run(Path folder, Progress progress) {
    try (ValidationClips people = new ValidationClips(Path.of(config.data()), Integer.MAX_VALUE);
        TinyNetworks sampler = new TinyNetworks(new ModelFolder(model));
        FaceModel faces = new MeshFaceModel(TrackingOptions.still());
        ContactSheet sheet = new ContactSheet(ways().size() + 4, 128)) {
      Files.createDirectories(folder);
      Map<String, Double> sums = new LinkedHashMap<>();
      Map<String, Integer> counts = new LinkedHashMap<>();
      List<String> lines = new ArrayList<>(List.of("clip,case,variant,light_error"));
      List<String> lights = new ArrayList<>(List.of("case,coefficients of the light asked for, band by band, red green blue"));
      Trials trials = new Trials(people.all());
      List<Trials.Trial> cases = trials.draw(LOOKS);
      for (int i = 0; i < cases.size() && !progress.cancelled(); i++) {
        Trials.Trial asked = cases.get(i);
        String name = asked.name();
        ContactSheet.Row row = sheet.row(name, ways().size() + 4);
        Map<String, Frame> results = trials.render(sampler, asked, ways());
        row.accept(asked.hint());
        lights.add(i + coefficients(asked.asked()));
        results.values().forEach(row::accept);
        for (Map.Entry<String, Frame> result : results.entrySet()) {
          try (Frame frame = result.getValue()) {
            Images.write(frame, folder.resolve(String.format("%02d-%s.png", i, result.getKey())));
            double error = trials.error(faces, frame, asked);
            lines.add(String.format(Locale.ROOT, "%s,%d,%s,%.4f", name, i, result.getKey(), error));
            if (Double.isFinite(error)) {
              sums.merge(result.getKey(), error, Double::sum);
              counts.merge(result.getKey(), 1, Integer::sum);
            }
          }
        }
        asked.close();
        progress.update(i + 1, cases.size());
      }
      Files.write(folder.resolve("trend.csv"), lines);
      Files.write(folder.resolve("asked.csv"), lights);
      sheet.write(folder.resolve("sheet.png"));
      sums.replaceAll((key, sum) -> sum / counts.get(key));
      return sums;
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String coefficients(SphericalHarmonics light) {
    StringBuilder line = new StringBuilder();
    for (float coefficient : light.coefficients()) {
      line.append(',').append(coefficient);
    }
    return line.toString();
  }
}
