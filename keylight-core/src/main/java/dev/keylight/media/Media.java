package dev.keylight.media;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The door of this package: opens inputs and creates outputs. */
public final class Media {
  /** Frames per second of a folder of pictures, which cannot say so itself. */
  public static final Rational FOLDER_RATE = new Rational(25, 1);

  private Media() {}

  /** Opens a file or folder within {@link Limits#DEFAULT}. */
  public static FrameSource open(Path input) {
    return open(input, Limits.DEFAULT);
  }

  /**
   * Opens a video, a still picture, or a folder of pictures (in natural order, at {@link #FOLDER_RATE}).
   *
   * @throws BadInputException if it is missing, empty, damaged, no picture or video, or larger than the limits
   */
  public static FrameSource open(Path input, Limits limits) {
    if (Files.isDirectory(input)) {
      return PictureFolder.open(input, FOLDER_RATE, limits);
    }
    InputFile.requireReadable(input);
    if (isStill(input)) {
      FrameSource still = StillSource.open(input, limits);
      if (still != null) {
        return still;
      }
    }
    return VideoSource.open(input, limits);
  }

  private static boolean isStill(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return StillHeader.formatOf(ByteBuffer.wrap(in.readNBytes(StillHeader.MAGIC_BYTES))) != null;
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  /** As {@link #create(Path, Output, Consumer)}, without remarks. */
  public static FrameSink create(Path target, Output output) {
    return create(target, output, note -> {});
  }

  /**
   * Creates an output; the name decides its format.
   *
   * <ul>
   *   <li>{@code .mp4}: H.264 (x264 where its natives are present, else OpenH264), no alpha
   *   <li>{@code .webm}: VP9, with alpha if the frames have it
   *   <li>{@code .mov}: ProRes 4444, with alpha if the frames have it
   *   <li>{@code .png}, {@code .jpg}, {@code .webp}, {@code .tiff}: one picture, or with a number in the name
   *       ({@code frame-%05d.png}) one for each frame
   *   <li>a folder, or a name without extension: numbered PNG files in it
   * </ul>
   *
   * @param notes told in one line each what had to be changed: a size made even, alpha that cannot be kept
   * @throws KeylightException if the name ends otherwise or its place cannot be written
   */
  public static FrameSink create(Path target, Output output, Consumer<String> notes) {
    String name = target.getFileName().toString();
    VideoFormat video = VideoFormat.ofName(name);
    if (video != null) {
      return new VideoFile(AtomicFile.create(target), video, output, notes);
    }
    if (Files.isDirectory(target) || !name.contains(".")) {
      return new PictureSequence(target, "%05d.png", output);
    }
    if (!PictureEncoder.knows(target)) {
      throw new KeylightException("cannot write " + target + ": the name must end in .mp4, .webm, .mov, .png, .jpg, "
          + ".webp or .tiff, or be a folder");
    }
    if (PictureSequence.isPattern(name)) {
      return new PictureSequence(AtomicFile.requireFolder(target), name, output);
    }
    return new SinglePicture(AtomicFile.create(target), output);
  }
}
