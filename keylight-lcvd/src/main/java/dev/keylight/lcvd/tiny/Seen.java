package dev.keylight.lcvd.tiny;

import dev.keylight.lcvd.nn.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A frame as the model sees it, kept while its neighbours are looked at.
 *
 * @param draft the frame
 * @param coded latents of the head, {@code [channels, height, width]}
 * @param background latents where the person is not
 * @param wanted shading under the light asked for, {@code [3, height, width]} in 0..1
 * @param present shading under the light that is there
 */
record Seen(Draft draft, Tensor coded, Tensor background, Tensor wanted, Tensor present) {
  void free() {
    List.of(coded, background, wanted, present).forEach(Scope::free);
  }
}
