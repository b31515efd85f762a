package dev.keylight.lcvd.matte;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published normalisation hits columns, the corrected one channels. */
class PersonMatteTest {
  @ParameterizedTest
  @EnumSource(PersonMatte.Use.class)
  void normalisesAsItsUseSays(PersonMatte.Use use) {
    try (PointerScope scope = new PointerScope()) {
      Tensor unit = GeneratedParameters.input("input.matte", 1, 3, 4, 6).add(new Scalar(1)).div(new Scalar(2)).contiguous();
      Tensor untouched = unit.narrow(3, 3, 3).clone();
      Tensor normalised = PersonMatte.normalised(unit, use);
      Expected.near(normalised, "matte." + use.name().toLowerCase(java.util.Locale.ROOT), 1e-6);
      assertThat(normalised.narrow(3, 3, 3).equal(untouched)).isEqualTo(use == PersonMatte.Use.PUBLISHED);
    }
  }
}
