package dev.keylight.media;

import dev.keylight.KeylightException;

/**
 * Where finished frames go: a video file, a sequence of pictures or one picture. Everything is written under a
 * temporary name beside the target; {@link #finish()} makes it appear whole under its final name, and closing without
 * having finished leaves nothing behind. Not thread-safe.
 */
public interface FrameSink extends AutoCloseable {
  /**
   * Adds a frame; the caller keeps ownership and may change or close it afterwards. The first frame sets size and
   * alpha for all; presentation times must increase strictly.
   *
   * @throws KeylightException if the output cannot be written (no space, no permission)
   */
  void write(Frame frame);

  /**
   * Completes the output, flushes it to the disk and gives it its final name.
   *
   * @throws KeylightException if that fails, or if no frame was written
   */
  void finish();

  /** Releases everything; removes what was written unless {@link #finish()} succeeded. */
  @Override
  void close();
}
