package dev.keylight.eval.protocol;

import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.pipeline.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first frames of clips, in files of their own: methods and metrics see the same few frames, however long the clip. The
 * file's name holds the clip's hash, so that another clip of that name is not taken for it.
 */
final class Trimmed {
  private final Path folder;
  private final int frames;

  /** @param folder where the files go; made if needed */
  Trimmed(Path folder, int frames) {
    this.folder = folder;
    this.frames = frames;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException("the folder " + folder + " cannot be made: " + e.getMessage() + "; choose another with -o", e);
    }
  }

  /** The clip's first frames, at the best quality; sound is left out. */
  Path clip(Path clip) {
    Path target = folder.resolve(name(clip) + "-first" + frames + ".mp4");
    if (!Files.exists(target)) {
      try (FrameSource source = Media.open(clip);
          FrameSink sink = Media.create(target, Output.like(source.info()).withQuality(100))) {
        for (int i = 0; i < frames; i++) {
          Frame frame = source.next();
          if (frame == null) {
            break;
          }
          try (frame) {
            sink.write(frame);
          }
        }
        sink.finish();
      }
    }
    return target;
  }

  /** The clip's first frame as a picture. */
  Path firstFrame(Path clip) {
    Path target = folder.resolve(name(clip) + "-first.png");
    if (!Files.exists(target)) {
      try (FrameSource source = Media.open(clip);
          Frame frame = source.next()) {
        if (frame == null) {
          throw new BadInputException(clip + " has no frames");
        }
        Images.write(frame, target);
      }
    }
    return target;
  }

  /** A name by which a file is known in an experiment: its own without folder and ending. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String name(Path clip) {
    String sha256 = Provenance.Input.of(clip.toString()).sha256();
    if (sha256 == null) {
      throw new BadInputException(clip + " is no file; give a video");
    }
    return stem(clip) + "-" + sha256.substring(0, 8);
  }
}
