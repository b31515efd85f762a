package dev.keylight.lcvd.sampler;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How strongly the full set of conditions is preferred over the reduced one (paper, equation 6):
 * {@code v = v_reduced + w · (v_full − v_reduced)}, with w running from {@code first} at the reference to {@code last} at
 * the end of the clip.
 *
 * @param first of the first frame
 * @param last of the last frame
 */
public record Guidance(float first, float last) {
  public static Guidance constant(float weight) {
    return new Guidance(weight, weight);
  }

  /** The weight of one frame of a clip. */
  public float at(int frame, int frames) {
    return frames == 1 ? first : first + (last - first) * frame / (frames - 1);
  }

  /** Whether the full conditions alone decide. */
  public boolean onlyFull() {
    return first == 1 && last == 1;
  }

  /** Whether the reduced conditions alone decide. */
  public boolean onlyReduced() {
    return first == 0 && last == 0;
  }

  /** Equation 6. */
  public static Tensor combine(Tensor full, Tensor reduced, float weight) {
    return reduced.add(full.sub(reduced).mul(new Scalar((double) weight)));
  }
}
