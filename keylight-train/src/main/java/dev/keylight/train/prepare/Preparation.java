package dev.keylight.train.prepare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A folder of videos to a data set, on one machine. What was done for a video stands in {@code done/}, under a key made of
 * its content and the options, so a second run does only what is new, and a killed one goes on. The manifest is put
 * together at the end, always from all of them and in the same order.
 */
public final class Preparation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path videos;
  private final Path folder;
  private final PrepareOptions options;
  private final Splits splits;
  private final int threads;

  /** @param threads videos that are worked on at the same time */
  public Preparation(Path videos, Path folder, PrepareOptions options, Splits splits, int threads) {
    this.videos = videos;
    this.folder = folder;
    this.options = options;
    this.splits = splits;
    this.threads = threads;
  }

  /** What is remembered of one video. */
  private record Done(String key, List<ManifestRow> rows) {}

  /** @throws BadInputException when there is nothing to prepare */
  public Dataset run(Progress progress) {
    List<Path> sources = sources();
    try {
      Files.createDirectories(folder.resolve("clips"));
      Files.createDirectories(folder.resolve("done"));
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
    List<ManifestRow> rows = new ArrayList<>();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<ManifestRow>>> results = new ArrayList<>();
      Map<String, String> known = new HashMap<>();
      for (Path source : sources) {
        results.add(submit(workers, source, known));
      }
      for (int i = 0; i < results.size(); i++) {
        if (progress.cancelled()) {
          throw new KeylightException("the preparation was stopped; the same command goes on with it");
        }
        List<ManifestRow> prepared = results.get(i).get();
        prepared.stream().filter(row -> !row.accepted())
            .forEach(row -> progress.note(row.source() + " (" + row.clip() + ") is left out: " + row.rejected()));
        rows.addAll(prepared);
        progress.update(i + 1, results.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeylightException("the preparation was stopped; the same command goes on with it", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
    return Dataset.write(folder, splits.assign(folder, rows));
  }

  private Future<List<ManifestRow>> submit(ExecutorService workers, Path source, Map<String, String> known) {
    String said = videos.relativize(source).toString().replace('\\', '/');
    String name = said.replaceAll("[^A-Za-z0-9]+", "_");
    String hash = hash(source);
    String same = known.putIfAbsent(hash, said);
    if (same != null) {
      return workers.submit(() -> List.of(ManifestRow.rejected(name, said, "it is the same file as " + same)));
    }
    return workers.submit(() -> once(source, name, said, hash + " " + options));
  }

  private List<ManifestRow> once(Path source, String name, String said, String key) {
    Path note = folder.resolve("done").resolve(name + ".json");
    Done done = read(note);
    if (done != null && done.key.equals(key)
        && done.rows.stream().allMatch(row -> !row.accepted() || Files.exists(Dataset.file(folder, row.clip())))) {
      return done.rows;
    }
    List<ManifestRow> rows = new ClipPreparation(options, folder).prepare(source, name, said);
    try {
      WholeFile.write(note, JSON.writeValueAsBytes(Map.of("key", key, "rows", rows)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static Done read(Path note) {
    try {
      Map<String, Object> read = JSON.readValue(note.toFile(), new TypeReference<>() {});
      return new Done((String) read.get("key"), JSON.convertValue(read.get("rows"), new TypeReference<>() {}));
    } catch (IOException | IllegalArgumentException e) {
      return null; // not there, or cut off: done again
    }
  }

  private List<Path> sources() {
    if (!Files.isDirectory(videos)) {
      throw new BadInputException(videos + " is not a folder; name the folder the videos are in");
    }
    try (Stream<Path> all = Files.walk(videos, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = all.filter(Files::isRegularFile).filter(Preparation::media).sorted().toList();
      if (files.isEmpty()) {
        throw new BadInputException(videos + " holds no videos (.mp4, .mov, .mkv, .webm, .avi) and no pictures");
      }
      return files;
    } catch (IOException e) {
      throw new BadInputException(videos + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean media(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT)
        .matches(".*\\.(mp4|mov|mkv|webm|avi|m4v|png|jpe?g|webp)");
  }

  private static String hash(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      return "unreadable " + file;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
