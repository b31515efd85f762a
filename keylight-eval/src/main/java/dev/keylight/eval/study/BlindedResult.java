package dev.keylight.eval.study;

import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A result as a study shows it: the same pictures, written anew by one encoder without sound and tags. Files tell who made
 * them, by a comment (ours say so outright), by their codec or container, or by having sound.
 *
 * @param type its media type
 * @param content the file
 */
record BlindedResult(String type, byte[] content) {
  /** Nobody should see that it was encoded twice. */
  private static final int QUALITY = 97;

  /**
   * @param file a video in any format that is read, or a picture
   * @throws BadInputException when it cannot be read or has no frames
   */
  static BlindedResult of(Path file) {
    try (FrameSource source = Media.open(file)) {
      boolean still = source.info().still();
      Path folder = Files.createTempDirectory("keylight-study");
      Path copy = folder.resolve(still ? "result.png" : "result.mp4");
      try {
        if (still) {
          picture(source, copy);
        } else {
          video(source, copy, file);
        }
        return new BlindedResult(still ? "image/png" : "video/mp4", Files.readAllBytes(copy));
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be copied into the study: " + e.getMessage(), e);
    }
  }

  private static void picture(FrameSource source, Path copy) {
    try (Frame frame = source.next()) {
      Images.write(frame, copy);
    }
  }

  private static void video(FrameSource source, Path copy, Path file) {
    try (FrameSink sink = Media.create(copy, Output.like(source.info()).withQuality(QUALITY))) {
      Frame next = source.next();
      if (next == null) {
        throw new BadInputException(file + " has no frames; leave it out of the study");
      }
      while (next != null) {
        try (Frame frame = next) {
          sink.write(frame);
        }
        next = source.next();
      }
      sink.finish();
    }
  }
}
