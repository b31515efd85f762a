package dev.keylight.train.prepare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * One video of a corpus, done once: what the threads of {@link Preparation} call, and each task on a cluster. Leaves the
 * video's clips in {@code clips/} and, when they are all there, a note in {@code done/}. Networks are opened when they are first
 * needed, one set for each thread that works at the same time, and kept until it is closed. Thread safe.
 */
public final class VideoPreparation implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrepareOptions options;
  private final Deque<ClipTools> idle = new ArrayDeque<>();
  private boolean closed;
  private String how;

  public VideoPreparation(PrepareOptions options) {
    this.options = options;
  }

  /**
   * What is remembered of one video.
   *
   * @param key of content, options and code
   * @param rows its clips, and what was left out
   * @param shapes of the accepted clips' heads and numbers of their faces (see {@link Resemblance}), by clip; null in notes of earlier versions
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Note(String key, List<ManifestRow> rows, Map<String, double[]> shapes) {}

  /** The name that clips of a source bear. */
  public static String nameOf(String source) {
    return source.replaceAll("[^A-Za-z0-9]+", "_");
  }

  /**
   * What a note says when it is of this content and these options, and made by this state of the code and of the networks.
   *
   * @throws dev.keylight.BadInputException when a file that the options name is missing
   */
  public String key(String contentHash) {
    return contentHash + " " + how();
  }

  private synchronized String how() {
    if (how == null) {
      how = options.anywhere() + " by " + CodeFingerprint.here()
          + Appraiser.found().map(one -> " judged by " + one.identity(options.quality())).orElse("")
          + (options.flame() == null ? "" : " seen by " + FlameSights.identity(options.flame()));
    }
    return how;
  }

  /** SHA-256 of a file in hexadecimal digits; a sentence where it cannot be read, which then fails when it is decoded. */
  public static String contentHash(Path file) {
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

  /** The row of a source whose content another source had before. */
  public static ManifestRow duplicate(String source, String of) {
    return ManifestRow.rejected(nameOf(source), source, "it is the same file as " + of);
  }

  /**
   * Prepares a video unless that was done before.
   *
   * @param folder of the data set; its folders {@code clips} and {@code done} are there
   * @param source as it is to be called in the manifest
   * @throws dev.keylight.BadInputException when a file that the options name cannot be used
   */
  public Note once(Path folder, Path video, String source, String contentHash) {
    String name = nameOf(source);
    String key = key(contentHash);
    return known(folder, name, key).orElseGet(() -> prepare(folder, video, name, source, key));
  }

  private Note prepare(Path folder, Path video, String name, String source, String key) {
    ClipTools tools = take();
    ClipPreparation.Prepared prepared;
    try {
      prepared = new ClipPreparation(options, folder, tools).prepare(video, name, source);
    } finally {
      giveBack(tools);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw stopped(); // what an interrupted thread could not read or write says nothing about the video
    }
    List<ManifestRow> rows = prepared.rows();
    Map<String, double[]> shapes = new TreeMap<>();
    rows.stream().filter(ManifestRow::accepted)
        .forEach(row -> shapes.put(row.clip(), Resemblance.of(
            HeadShape.of(Dataset.file(folder, row.clip())), prepared.faces().get(row.clip()))));
    Note note = new Note(key, rows, shapes);
    try {
      WholeFile.write(noteOf(folder, name), JSON.writeValueAsBytes(note));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return note;
  }

  private Optional<Note> known(Path folder, String name, String key) {
    try {
      Note note = JSON.readValue(noteOf(folder, name).toFile(), Note.class);
      boolean whole = key.equals(note.key)
          && note.rows.stream().allMatch(row -> !row.accepted() || Files.exists(Dataset.file(folder, row.clip())));
      return whole ? Optional.of(note) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there, or cut off: done again
    }
  }

  private Path noteOf(Path folder, String name) {
    return folder.resolve("done").resolve(name + ".json");
  }

  /** That the preparation was stopped; of no clip's making, so that no row says so. */
  static CancellationException stopped() {
    return new CancellationException("the preparation was stopped");
  }

  private ClipTools take() {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return ClipTools.open(options);
  }

  private synchronized void giveBack(ClipTools tools) {
    if (closed) {
      tools.close();
    } else {
      idle.push(tools);
    }
  }

  /** Closes the networks, those in use when their video is done. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(ClipTools::close);
    idle.clear();
  }
}
