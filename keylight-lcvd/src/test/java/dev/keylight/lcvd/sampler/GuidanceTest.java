package dev.keylight.lcvd.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GuidanceTest {
  @Test
  void rampsFromTheFirstFrameToTheLast() {
    Guidance ramp = new Guidance(4, 1);
    assertThat(new float[] {ramp.at(0, 4), ramp.at(1, 4), ramp.at(3, 4)}).containsExactly(4, 3, 1);
    assertThat(ramp.at(0, 1)).isEqualTo(4);
  }

  @Test
  void weightOneIsTheFullConditionsAndZeroTheReduced() {
    try (PointerScope scope = new PointerScope()) {
      Tensor full = Tensor.create(3f);
      Tensor reduced = Tensor.create(1f);
      assertThat(Guidance.combine(full, reduced, 1f).item_float()).isEqualTo(3);
      assertThat(Guidance.combine(full, reduced, 0f).item_float()).isEqualTo(1);
      assertThat(Guidance.combine(full, reduced, 4.5f).item_float()).isEqualTo(10);
    }
    assertThat(Guidance.constant(1).onlyFull()).isTrue();
    assertThat(Guidance.constant(0).onlyReduced()).isTrue();
    assertThat(new Guidance(1, 4).onlyFull()).isFalse();
  }
}
