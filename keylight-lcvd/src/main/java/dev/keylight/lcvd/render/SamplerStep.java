package dev.keylight.lcvd.render;

import dev.keylight.lcvd.render.RenderState.Kept;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.Solver;
import dev.keylight.lcvd.sampler.Solver.Stepped;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The files of one step, and what it does with a frame whose prediction is complete: guide it, and take it one level down. */
final class SamplerStep implements AutoCloseable {
  private final int step;
  private final Solver solver;
  private final StepPlan.Look look;
  private final LatentFile now;
  private final LatentFile next;
  private final LatentFile memory;
  private final LatentFile nextMemory;
  private final LatentFile difference;
  private final Deque<LatentFile> open = new ArrayDeque<>();

  SamplerStep(RenderState state, int step, long[] shape, Solver solver, StepPlan plan) {
    this.step = step;
    this.solver = solver;
    this.look = plan.at(step);
    now = opened(state.file(Kept.LATENTS, step, shape));
    next = opened(state.file(Kept.LATENTS, step + 1, shape));
    memory = solver.remembers() && step > 0 ? opened(state.file(Kept.MEMORY, step, shape)) : null;
    nextMemory = solver.remembers() ? opened(state.file(Kept.MEMORY, step + 1, shape)) : null;
    boolean used = look == StepPlan.Look.FULL_AND_KNOWN_DIFFERENCE
        || look == StepPlan.Look.BOTH && plan.keepsDifference(step);
    difference = used ? opened(state.file(Kept.DIFFERENCE, plan.differenceOf(step), shape)) : null;
  }

  private LatentFile opened(LatentFile file) {
    open.push(file);
    return file;
  }

  /** A frame's latents at this step. */
  Tensor latents(int frame) {
    return now.read(frame);
  }

  /**
   * Writes a frame's latents of the next step.
   *
   * @param full v under the full conditions, or null where they are not looked at
   * @param reduced v under the reduced conditions, or null where they are not looked at
   * @param guidance the frame's weight
   */
  void finish(int frame, Tensor full, Tensor reduced, float guidance) {
    Stepped stepped = solver.step(
        step, now.read(frame), guided(frame, full, reduced, guidance), memory == null ? null : memory.read(frame));
    next.write(frame, stepped.latents());
    if (nextMemory != null) {
      nextMemory.write(frame, stepped.memory());
    }
  }

  private Tensor guided(int frame, Tensor full, Tensor reduced, float guidance) {
    return switch (look) {
      case FULL -> full;
      case REDUCED -> reduced;
      case BOTH -> {
        if (difference != null) {
          difference.write(frame, full.sub(reduced));
        }
        yield Guidance.combine(full, reduced, guidance);
      }
      // reduced + w · difference, with reduced = full − difference
      case FULL_AND_KNOWN_DIFFERENCE -> full.add(difference.read(frame).mul(new Scalar(guidance - 1.0)));
    };
  }

  @Override
  public void close() {
    open.forEach(LatentFile::close);
  }
}
