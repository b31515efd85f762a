package dev.keylight.lcvd.render;

import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.bytedeco.pytorch.InferenceMode;

/** The frames of a sampled clip in order, decoded in small batches as they are asked for; each is the caller's to close. */
public final class DecodedFrames implements Iterator<Frame>, AutoCloseable {
  private static final Rational TIME_BASE = new Rational(1, 20); // the published rate

  private final FrameDecoder decoder;
  private final LatentFile latents;
  private final RenderState state;
  private final int frames;
  private final int batch;
  private final Deque<Frame> ready = new ArrayDeque<>();
  private int next;
  private boolean closed;

  /** @param start a multiple of {@code batch}, so that a continued render decodes the same batches */
  DecodedFrames(FrameDecoder decoder, LatentFile latents, RenderState state, int start, int frames, int batch) {
    this.decoder = decoder;
    this.latents = latents;
    this.state = state;
    this.next = start;
    this.frames = frames;
    this.batch = batch;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || next < frames;
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      state.decoded(next); // all frames given so far have been used
      int count = Math.min(batch, frames - next);
      try (InferenceMode inference = new InferenceMode(true)) {
        ready.addAll(decoder.decode(latents, next, count, TIME_BASE));
      }
      next += count;
    }
    return ready.remove();
  }

  /** Removes the render's work folder. */
  public void finish() {
    close();
    state.finish();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ready.forEach(Frame::close);
    ready.clear();
    latents.close();
    decoder.close();
  }
}
