package dev.keylight;

import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.Optional;

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

  /**
   * A folder that outlives the operation if it is killed. What takes long may keep there what it has done, so that the same
   * operation, started again with the same folder, goes on from there; once it is whole it takes that away. Empty: nothing
   * outlives.
   */
  default Optional<Path> kept() {
    return Optional.empty();
  }

  /**
   * Follows a part of the operation that counts something else, such as the windows of a sampler before its first frame.
   * Who does not care to show parts is not told of their steps, but can still cancel them.
   *
   * @param what the part, for the user
   * @param unit what is counted, in the plural
   */
  default Progress part(String what, String unit) {
    Progress whole = this;
    return new Progress() {
      @Override
      public void update(long done, long total) {}

      @Override
      public boolean cancelled() {
        return whole.cancelled();
      }

      @Override
      public void note(String message) {
        whole.note(message);
      }
    };
  }
}
