package dev.keylight.media;

import dev.keylight.KeylightException;

/**
 * Frames of one input, pulled one by one in display order. Holds a handful of frames at most, whatever the length.
 * Not thread-safe; any one thread at a time may use it.
 */
public interface FrameSource extends AutoCloseable {
  MediaInfo info();

  /**
   * The next frame, owned by the caller, or null after the last one. Presentation times start at 0 and increase
   * strictly.
   *
   * @throws KeylightException if the input is damaged, ends early or exceeds the limits; the message names the frame
   */
  Frame next();

  @Override
  void close();
}
