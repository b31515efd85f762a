package dev.keylight.train.prepare;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder of videos to a data set, on one machine. What was done for a video stands in {@code done/}, under a key made of
 * its content, the options and the code, so a second run does only what is new, and a killed one goes on. The manifest is put
 * together at the end, always from all of them and in the same order.
 */
public final class Preparation {
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

  /** @throws BadInputException when there is nothing to prepare */
  public Dataset run(Progress progress) {
    List<Path> sources = sources(videos);
    try {
      Files.createDirectories(folder.resolve("clips"));
      Files.createDirectories(folder.resolve("done"));
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
    List<ManifestRow> rows = new ArrayList<>();
    Map<String, double[]> shapes = new HashMap<>();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (VideoPreparation each = new VideoPreparation(options)) {
      List<Future<VideoPreparation.Note>> results = new ArrayList<>();
      Map<String, String> known = new HashMap<>();
      for (Path source : sources) {
        results.add(submit(workers, each, source, known));
      }
      for (int i = 0; i < results.size(); i++) {
        if (progress.cancelled()) {
          throw new KeylightException("the preparation was stopped; the same command goes on with it");
        }
        VideoPreparation.Note note = results.get(i).get();
        List<ManifestRow> prepared = note.rows();
        shapes.putAll(shapes(note));
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
      end(workers);
    }
    return Dataset.write(folder, splits.assign(rows, Identities.pairs(rows, shapes)));
  }

  /** Stops the workers and waits until they are out of native code: a program that ends under them crashes. */
  private static void end(ExecutorService workers) {
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      workers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<VideoPreparation.Note> submit(
      ExecutorService workers, VideoPreparation each, Path video, Map<String, String> known) {
    String source = sourceOf(videos, video);
    String hash = VideoPreparation.contentHash(video);
    String same = known.putIfAbsent(hash, source);
    if (same != null) {
      VideoPreparation.Note note =
          new VideoPreparation.Note(hash, List.of(VideoPreparation.duplicate(source, same)), Map.of());
      return workers.submit(() -> note);
    }
    return workers.submit(() -> each.once(folder, video, source, hash));
  }

  private Map<String, double[]> shapes(VideoPreparation.Note note) {
    if (note.shapes() != null) {
      return note.shapes();
    }
    Map<String, double[]> shapes = new HashMap<>();
    note.rows().stream().filter(ManifestRow::accepted)
        .forEach(row -> shapes.put(row.clip(), HeadShape.of(Dataset.file(folder, row.clip()))));
    return shapes;
  }

  /** A video's name in the manifest: its path in the folder, with slashes. */
  public static String sourceOf(Path videos, Path video) {
    return videos.relativize(video).toString().replace('\\', '/');
  }

  /**
   * Everything in a folder and below that a camera may have made, in the manifest's order.
   *
   * @throws BadInputException when there is nothing
   */
  public static List<Path> sources(Path videos) {
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
}
