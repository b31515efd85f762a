package dev.keylight.lcvd.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.motion.Alignment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Spec 7.8: who gives shape, expression, pose and camera in each mode. */
class CodeAlignerTest {
  private static final SphericalHarmonics LIGHT = SphericalHarmonics.ambient(1, 1, 1);
  private static final Sighting REFERENCE = sighting(1, .1f, 7, 100);

  private static Sighting sighting(float expression, float turn, float scale, int size) {
    return new Sighting(new DecaCode(new float[] {scale}, new float[] {expression}, new float[] {0, turn, 0, turn / 2, 0, 0},
        new float[] {scale, 0, 0}, SphericalHarmonics.dark()), new CropTransform(size, size, size));
  }

  @Test
  void relativeCountsFromTheFirstFrame() {
    CodeAligner aligner = new CodeAligner(REFERENCE, Alignment.RELATIVE, false);
    Sighting first = aligner.align(sighting(3, .5f, 9, 80), LIGHT);
    assertThat(first.code().expression()).containsExactly(1);
    assertThat(first.code().pose()[1]).isEqualTo(.1f);
    Sighting later = aligner.align(sighting(5, .7f, 4, 70), LIGHT);
    assertThat(later.code().expression()).containsExactly(3);
    assertThat(later.code().pose()[1]).isEqualTo(.3f, Offset.offset(1e-6f));
    assertThat(later.code().pose()[3]).isEqualTo(.15f, Offset.offset(1e-6f));
    assertThat(later.code().shape()).isEqualTo(REFERENCE.code().shape());
    assertThat(later.code().camera()).isEqualTo(REFERENCE.code().camera());
    assertThat(later.crop()).isEqualTo(REFERENCE.crop());
    assertThat(later.code().light()).isSameAs(LIGHT);
  }

  @Test
  void composedTurnsAboutOneAxisAreTheSameAsSubtractedOnes() {
    CodeAligner aligner = new CodeAligner(REFERENCE, Alignment.RELATIVE, true);
    aligner.align(sighting(3, .5f, 9, 80), LIGHT);
    assertThat(aligner.align(sighting(5, .7f, 4, 70), LIGHT).code().pose())
        .containsExactly(new float[] {0, .3f, 0, .15f, 0, 0}, Offset.offset(1e-6f));
  }

  @Test
  void composedTurnsAboutTwoAxesAreNot() {
    Sighting nodding = new Sighting(new DecaCode(new float[1], new float[1], new float[] {.8f, 0, 0, 0, 0, 0},
        new float[3], LIGHT), REFERENCE.crop());
    Sighting turning = sighting(0, 1, 1, 10);
    float[][] poses = new float[2][];
    for (int i = 0; i < 2; i++) {
      CodeAligner aligner = new CodeAligner(REFERENCE, Alignment.RELATIVE, i == 1);
      aligner.align(nodding, LIGHT);
      poses[i] = aligner.align(turning, LIGHT).code().pose();
    }
    assertThat(Math.abs(poses[0][2] - poses[1][2])).isGreaterThan(.1f);
  }

  @Test
  void theOtherModesTakeTheDriversPose() {
    Sighting driver = sighting(5, .7f, 4, 70);
    Sighting own = new CodeAligner(REFERENCE, Alignment.REFERENCE_CAMERA, false).align(driver, LIGHT);
    Sighting driven = new CodeAligner(REFERENCE, Alignment.DRIVER_CAMERA, false).align(driver, LIGHT);
    assertThat(own.code().pose()).isEqualTo(driver.code().pose()).isEqualTo(driven.code().pose());
    assertThat(own.code().shape()).isEqualTo(REFERENCE.code().shape()).isEqualTo(driven.code().shape());
    assertThat(own.crop()).isEqualTo(REFERENCE.crop());
    assertThat(driven.crop()).isEqualTo(driver.crop());
    assertThat(driven.code().camera()).isEqualTo(driver.code().camera());
  }
}
