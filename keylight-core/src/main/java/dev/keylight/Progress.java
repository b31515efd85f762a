package dev.keylight;

import dev.keylight.media.Frame;

/**
 * Told how far a long operation is, and asked whether it should go on. Called from the thread that writes the result;
 * implementations must be quick.
 */
public interface Progress {
  /** Reports nothing and never cancels. */
  Progress NONE = (done, total) -> {};

  /**
   * @param done units finished so far, frames for renders
   * @param total expected units, or a negative number while unknown
   */
  void update(long done, long total);

  /** A finished frame of the result, about to be written. It belongs to the caller and is closed afterwards. */
  default void shown(Frame frame) {}

  /** Whether the operation should stop at the next frame and leave nothing behind. */
  default boolean cancelled() {
    return false;
  }

  /** A one-line remark for the user: a bridged gap, a substitution, a fallback. */
  default void note(String message) {}
}
