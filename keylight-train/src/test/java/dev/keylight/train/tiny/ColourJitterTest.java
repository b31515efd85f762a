package dev.keylight.train.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ColourJitterTest {
  private static final TensorOptions FLOAT = new TensorOptions(ScalarType.Float);

  private static float[] numbers(Tensor tensor) {
    Tensor all = tensor.contiguous();
    float[] values = new float[(int) all.numel()];
    new FloatPointer(all.data_ptr()).get(values);
    return values;
  }

  @Test
  void the_same_draws_make_the_same_colours_which_stay_in_range() {
    try (PointerScope scope = new PointerScope()) {
      Tensor picture = torch.rand(new long[] {3, 16, 12}, FLOAT).mul(new Scalar(2)).sub(new Scalar(1));
      Tensor matte = torch.zeros(new long[] {1, 16, 12}, FLOAT);
      matte.narrow(2, 0, 6).fill_(new Scalar(1));
      ColourJitter jitter = new ColourJitter(1);
      int changed = 0;
      for (int i = 0; i < 40; i++) {
        float[] once = numbers(jitter.apply(picture, matte, new SplittableRandom(i)));
        assertThat(numbers(jitter.apply(picture, matte, new SplittableRandom(i)))).isEqualTo(once);
        for (float value : once) {
          assertThat(value).isBetween(-1f, 1f);
        }
        changed += java.util.Arrays.equals(once, numbers(picture)) ? 0 : 1;
      }
      assertThat(changed).isGreaterThan(30);
      assertThat(new ColourJitter(0).apply(picture, matte, new SplittableRandom(1))).isSameAs(picture);
    }
  }

  @Test
  void backgrounds_get_colours_that_no_grey_clip_has_and_people_do_not() {
    try (PointerScope scope = new PointerScope()) {
      Tensor grey = torch.zeros(new long[] {3, 8, 8}, FLOAT);
      Tensor matte = torch.zeros(new long[] {1, 8, 8}, FLOAT);
      matte.narrow(2, 0, 4).fill_(new Scalar(1));
      double person = 0;
      double behind = 0;
      for (int i = 0; i < 60; i++) {
        Tensor result = new ColourJitter(1).apply(grey, matte, new SplittableRandom(i));
        Tensor spread = result.amax(new long[] {0}, false).sub(result.amin(new long[] {0}, false));
        person = Math.max(person, spread.narrow(1, 0, 4).max().item_double());
        behind = Math.max(behind, spread.narrow(1, 4, 4).max().item_double());
      }
      assertThat(person).as("grey has no hue to turn").isLessThan(1e-3);
      assertThat(behind).isGreaterThan(1);
    }
  }

  @Test
  void a_third_of_a_turn_brings_red_to_green_and_no_saturation_leaves_the_luminance() {
    double[] turn = ColourJitter.matrix(2 * Math.PI / 3, 1);
    assertThat(turn[0]).isCloseTo(0, within(1e-9));
    assertThat(turn[3]).isCloseTo(1, within(1e-9));
    assertThat(turn[6]).isCloseTo(0, within(1e-9));
    double[] grey = ColourJitter.matrix(0, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(grey[3 * i]).isCloseTo(0.2126, within(1e-9));
      assertThat(grey[3 * i + 1]).isCloseTo(0.7152, within(1e-9));
    }
  }
}
