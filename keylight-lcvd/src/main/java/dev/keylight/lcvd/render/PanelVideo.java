package dev.keylight.lcvd.render;

import dev.keylight.KeylightException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The published hand-over video as a folder of pictures. Sampling visits every frame once per step, in tiles that overlap,
 * which a folder can serve and a video cannot.
 */
public final class PanelVideo {
  private PanelVideo() {}

  /** Writes every frame of {@code video} to {@code folder}, unless an earlier run already did. */
  public static PanelFolder unpack(Path video, Path folder) {
    Path done = folder.resolve("complete");
    if (!Files.exists(done)) {
      try (FrameSource source = Media.open(video)) {
        Files.createDirectories(folder);
        for (int number = 1; unpackNext(source, folder.resolve(String.format("%06d.png", number))); number++) {}
        Files.createFile(done);
      } catch (IOException e) {
        throw new KeylightException("the frames of " + video + " could not be unpacked to " + folder + ": "
            + e.getMessage(), e);
      }
    }
    return new PanelFolder(folder);
  }

  private static boolean unpackNext(FrameSource source, Path to) {
    try (Frame frame = source.next()) {
      if (frame != null) {
        Images.write(frame, to);
      }
      return frame != null;
    }
  }

  /** Removes what {@link #unpack} wrote. */
  public static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " could not be removed: " + e.getMessage(), e);
    }
  }
}
