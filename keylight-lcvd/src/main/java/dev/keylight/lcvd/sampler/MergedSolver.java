package dev.keylight.lcvd.sampler;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;

/** Takes all steps of a group one after the other with the same v. */
final class MergedSolver implements Solver {
  private final Solver each;
  private final int[] groups;

  /**
   * @param each step of the schedule that was not merged; remembers nothing
   * @param groups see {@link NoiseSchedule#groups}
   */
  MergedSolver(Solver each, int[] groups) {
    this.each = each;
    this.groups = groups.clone();
  }

  @Override
  public Stepped step(int group, Tensor latents, Tensor v, Tensor memory) {
    return new Stepped(Scope.keep(() -> {
      Tensor x = latents;
      for (int step = groups[group]; step < groups[group + 1]; step++) {
        x = each.step(step, x, v, null).latents();
      }
      return x;
    }), null);
  }

  @Override
  public boolean remembers() {
    return false;
  }
}
