package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.light.Srgb;
import org.junit.jupiter.api.Test;

class LinearLightTest {
  @Test
  void everyLevelComesBackThroughTheTables() {
    for (int level = 0; level < 256; level++) {
      assertThat(LinearLight.encode(Srgb.toLinear((byte) level)) & 255).isEqualTo(level);
    }
  }

  @Test
  void moreLightIsNeverDarker() {
    int last = 0;
    for (float linear = 0; linear < LinearLight.CEILING + 1; linear += 0.0005f) {
      int level = LinearLight.encode(linear) & 255;
      assertThat(level).isGreaterThanOrEqualTo(last);
      last = level;
    }
    assertThat(last).isEqualTo(255);
  }

  /** The roll-off never brightens, leaves dark and middle tones alone, keeps whites apart that clipping would join. */
  @Test
  void theRollOffOnlyHoldsBackHighlights() {
    float last = 0;
    for (float grey = 0; grey < 4; grey += 0.01f) {
      float[] rgb = {grey, grey, grey};
      LinearLight.rollOff(rgb, 1);
      assertThat(rgb[0]).isLessThanOrEqualTo(grey + 1e-4f).isGreaterThanOrEqualTo(last - 1e-6f).isLessThanOrEqualTo(1);
      if (grey < 0.5f) {
        assertThat(rgb[0]).isCloseTo(grey, within(1e-3f));
      }
      last = rgb[0];
    }
    float[] bright = {1, 1, 1};
    float[] brighter = {1.5f, 1.5f, 1.5f};
    LinearLight.rollOff(bright, 1);
    LinearLight.rollOff(brighter, 1);
    assertThat(brighter[1]).isGreaterThan(bright[1] + 0.005f);
  }

  @Test
  void aBrightColourKeepsItsOrderOfChannels() {
    float[] rgb = {2f, 1.2f, 0.4f};
    LinearLight.rollOff(rgb, 1);
    assertThat(rgb[0]).isGreaterThan(rgb[1]);
    assertThat(rgb[1]).isGreaterThan(rgb[2]);
  }

  @Test
  void valuesOffTheTableTakeItsEnds() {
    assertThat(LinearLight.encode(-0.5f) & 255).isZero();
    assertThat(LinearLight.encode(1e6f) & 255).isEqualTo(255);
    assertThat(LinearLight.encode(Float.POSITIVE_INFINITY) & 255).isEqualTo(255);
  }
}
