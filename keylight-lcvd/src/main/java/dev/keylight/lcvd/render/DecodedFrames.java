package dev.keylight.lcvd.render;

import dev.keylight.Progress;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.plan.OutOfMemory;
import dev.keylight.lcvd.plan.RenderPlan;
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
  private final Progress progress;
  private final Deque<Frame> ready = new ArrayDeque<>();
  private RenderPlan plan;
  private int next;
  private boolean closed;

  /** @param start where an interrupted render goes on: a multiple of the plan's batch, so that the batches are the same */
  DecodedFrames(ModelFolder models, RenderState state, LatentFile latents, int start, int frames, RenderPlan plan,
      Progress progress) {
    this.decoder = new FrameDecoder(models, plan.precision(), plan.machine().open());
    this.latents = latents;
    this.state = state;
    this.next = start;
    this.frames = frames;
    this.plan = plan;
    this.progress = progress;
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
      while (ready.isEmpty()) {
        decode(Math.min(plan.decodeBatch(), frames - next));
      }
    }
    return ready.remove();
  }

  private void decode(int count) {
    try (InferenceMode inference = new InferenceMode(true)) {
      ready.addAll(decoder.decode(latents, next, count, TIME_BASE));
      next += count;
    } catch (RuntimeException | OutOfMemoryError e) {
      plan = OutOfMemory.smaller(plan, e, progress);
    }
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
