package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Progress;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What people see of a render while it runs and in the page afterwards: its progress, a frame a few times a second, and a
 * copy that browsers play where the result itself is in a format they do not.
 */
final class RenderViews implements Progress, AutoCloseable {
  private static final int SIDE = 640;
  private static final long BETWEEN_PREVIEWS = 400_000_000L;
  private static final long BETWEEN_REPORTS = 100_000_000L;

  private final Path work;
  private final String copyName;
  private final JsonNode task;
  private final Wire server;
  private FrameSink copy;
  private long lastPreview;
  private long lastReport;
  private long shown;

  /**
   * @param copyName of the playable copy in the work folder, or null where none is needed
   */
  RenderViews(Path work, String copyName, JsonNode task, Wire server) {
    this.work = work;
    this.copyName = copyName;
    this.task = task;
    this.server = server;
  }

  @Override
  public void update(long done, long total) {
    if (due(done, total)) {
      send(event("progress").put("done", done).put("total", total));
    }
  }

  /** Whether it is time to tell again how far something is; the first and the last are always told. */
  private boolean due(long done, long total) {
    boolean due = done == total || done == 0 || System.nanoTime() - lastReport > BETWEEN_REPORTS;
    if (due) {
      lastReport = System.nanoTime();
    }
    return due;
  }

  @Override
  public Optional<Path> kept() {
    return task.has("kept") ? Optional.of(Path.of(task.get("kept").asText())) : Optional.empty();
  }

  @Override
  public Progress part(String what, String unit) {
    return new Progress() {
      @Override
      public void update(long done, long total) {
        if (due(done, total)) {
          send(event("part").put("what", what).put("unit", unit).put("done", done).put("total", total));
        }
      }

      @Override
      public void note(String message) {
        RenderViews.this.note(message);
      }
    };
  }

  @Override
  public void note(String message) {
    send(event("note").put("message", Worker.named(message, task)));
  }

  @Override
  public void shown(Frame frame) {
    boolean preview = shown == 0 || System.nanoTime() - lastPreview > BETWEEN_PREVIEWS;
    if (preview || copyName != null) {
      try (Frame small = small(frame)) {
        if (copyName != null) {
          if (copy == null) {
            copy = Media.create(work.resolve(copyName), Output.at(null).withQuality(80));
          }
          copy.write(small);
        }
        if (preview) {
          lastPreview = System.nanoTime();
          write(small, shown == 0 ? "poster.jpg" : "preview.jpg");
          send(event("frame").put("index", shown));
        }
      }
    }
    shown++;
  }

  /** Keeps the copy. */
  void finish() {
    if (copy != null) {
      copy.finish();
    }
  }

  private void write(Frame small, String name) {
    try {
      Path part = work.resolve("part-" + name);
      Images.write(small, part, 82, Map.of());
      Files.move(part, work.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of even size, without alpha, on dark grey where there was any. */
  private static Frame small(Frame frame) {
    double factor = Math.min(1, (double) SIDE / Math.max(frame.width(), frame.height()));
    int width = Math.max(2, 2 * (int) Math.round(factor * frame.width() / 2));
    int height = Math.max(2, 2 * (int) Math.round(factor * frame.height() / 2));
    Mat pixels = new Mat();
    try (Size size = new Size(width, height)) {
      opencv_imgproc.resize(frame.pixels(), pixels, size, 0, 0, opencv_imgproc.INTER_AREA);
    }
    if (frame.hasAlpha()) {
      byte[] rgba = new byte[4 * width * height];
      pixels.data().get(rgba);
      byte[] rgb = new byte[3 * width * height];
      for (int i = 0; i < width * height; i++) {
        int alpha = rgba[4 * i + 3] & 255;
        for (int c = 0; c < 3; c++) {
          rgb[3 * i + c] = (byte) (((rgba[4 * i + c] & 255) * alpha + 40 * (255 - alpha)) / 255);
        }
      }
      pixels.close();
      pixels = new Mat(height, width, opencv_core.CV_8UC3);
      pixels.data().put(rgb);
    }
    return Frame.of(pixels, frame.presentationTime(), frame.timeBase());
  }

  private static ObjectNode event(String name) {
    return Worker.JSON.createObjectNode().put("event", name);
  }

  private void send(ObjectNode event) {
    try {
      server.send(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (copy != null) {
      copy.close();
    }
  }
}
