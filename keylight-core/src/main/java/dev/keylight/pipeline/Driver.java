package dev.keylight.pipeline;

import dev.keylight.media.Rational;
import dev.keylight.motion.DriverProfile;
import java.nio.file.Path;
import java.util.Iterator;

/** Where motion comes from while a render runs: a clip being tracked, a held picture, or a template. Close it to stop it. */
interface Driver extends Iterator<Moment>, AutoCloseable {
  /** The file whose sound accompanies the result, or null. */
  Path sound();

  /** Frames per second of the result, or null where the rate varies. */
  Rational frameRate();

  /** Frames per second on average; to be told apart from {@link #frameRate} only where the rate varies. */
  default Rational averageRate() {
    return frameRate();
  }

  /** How many moments are to be expected, negative when unknown. */
  long expected();

  /** Width of the driver's picture in pixels, 0 when it has none. */
  int width();

  /** Height of the driver's picture in pixels, 0 when it has none. */
  int height();

  /** What is known of the driver beforehand; null where its first moments must tell. */
  default DriverProfile profile() {
    return null;
  }

  @Override
  void close();
}
