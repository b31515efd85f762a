package dev.keylight.pipeline;

import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import java.nio.file.Path;

/**
 * The pictures of a driver, to be shown beside what they drove. They are decoded a second time, so that nothing need wait
 * for them; opened when the first is wanted.
 */
final class DriverPictures implements AutoCloseable {
  private final Path file;
  private final double speed;
  private FrameSource source;
  private Frame shown;
  private Frame next;

  /** @param speed how many seconds of the driver pass in one of the result */
  DriverPictures(Path file, double speed) {
    this.file = file;
    this.speed = speed;
  }

  /**
   * The picture that is shown at a moment of the result; the last one stays. Moments are to be asked for in their order.
   *
   * @return stays this object's, valid until the next call
   */
  Frame at(double seconds) {
    if (source == null) {
      source = Media.open(file);
      shown = source.next();
      next = source.next();
    }
    while (next != null && next.seconds() <= seconds * speed + 1e-6) {
      shown.close();
      shown = next;
      next = source.next();
    }
    return shown;
  }

  @Override
  public void close() {
    for (Frame frame : new Frame[] {shown, next}) {
      if (frame != null) {
        frame.close();
      }
    }
    if (source != null) {
      source.close();
    }
  }
}
