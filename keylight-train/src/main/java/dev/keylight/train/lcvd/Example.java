package dev.keylight.train.lcvd;

import org.bytedeco.pytorch.Tensor;

/**
 * A sequence as the networks learn from it. The tensors belong to the scope they were made in.
 *
 * @param clean latents of all frames, scaled, {@code [frames, 4, h, w]}; the reference is the first
 * @param condition latents of the noisy reference where the person is not, unscaled, one per frame
 * @param token CLIP's of the reference, {@code [1, contextChannels]}
 * @param landmarks {@code [frames, 3, height, width]} in 0..1
 * @param shading the same
 * @param reference {@code [1, 3, height, width]} in −1..1
 * @param person 1 where the person is, {@code [frames, 1, h, w]}
 */
public record Example(
    Tensor clean, Tensor condition, Tensor token, Tensor landmarks, Tensor shading, Tensor reference, Tensor person) {
  /** The same under other light. */
  Example withShading(Tensor other) {
    return new Example(clean, condition, token, landmarks, other, reference, person);
  }
}
