package dev.keylight.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RotationTest {
  @Property(tries = 500)
  void vectorsComeBackFromTheirMatrices(
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double x,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double y,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double z) {
    double[] back = Rotation.toVector(Rotation.ofVector(x, y, z));
    assertThat(back).containsExactly(new double[] {x, y, z}, within(2e-5));
  }

  @Property(tries = 200)
  void halfWayTwiceIsTheWholeWay(
      @ForAll @DoubleRange(min = -1.5, max = 1.5) double x, @ForAll @DoubleRange(min = -1.5, max = 1.5) double y) {
    float[] a = Rotation.ofVector(0.3, -0.2, 0.1);
    float[] b = Rotation.times(Rotation.ofVector(x, y, 0.4), a);
    float[] half = Rotation.between(a, b, 0.5);
    assertThat(Rotation.between(a, b, 0)).containsExactly(a, within(1e-5f));
    assertThat(Rotation.between(half, b, 1)).containsExactly(b, within(1e-5f));
    assertThat(Rotation.times(half, Rotation.times(Rotation.transposed(a), half))).containsExactly(b, within(1e-4f));
  }

  @Test
  void signsAreAsDescribed() {
    // The nose of a face that looks at the camera is at z = −1.
    float[] down = Rotation.ofVector(0.2, 0, 0);
    assertThat(-down[5]).as("nose moves down").isPositive();
    float[] left = Rotation.ofVector(0, 0.2, 0);
    assertThat(-left[2]).as("nose moves left").isNegative();
    float[] clockwise = Rotation.ofVector(0, 0, 0.2);
    assertThat(-clockwise[1]).as("the head's top moves right").isPositive();
  }
}
