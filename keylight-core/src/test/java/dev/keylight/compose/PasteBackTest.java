package dev.keylight.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.media.Frame;
import org.junit.jupiter.api.Test;

class PasteBackTest {
  private static final FaceCrop INNER = new FaceCrop(160, 96, 320, 256, 320, 256, 640, 480);
  private static final FaceCrop SMALLER = new FaceCrop(160, 96, 320, 256, 160, 128, 640, 480);

  @Test
  void anUnchangedCropLeavesThePictureAsItWas() {
    for (FaceCrop crop : new FaceCrop[] {INNER, SMALLER}) {
      try (Frame picture = Pictures.striped(640, 480);
          Frame result = new PasteBack(crop).paste(picture, crop.cut(picture))) {
        assertThat(Pictures.largestDifference(picture, result)).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void aBrighterCropIsBrightInsideUntouchedOutsideAndHasNoEdge() {
    for (FaceCrop crop : new FaceCrop[] {INNER, SMALLER}) {
      try (Frame picture = Pictures.striped(640, 480);
          Frame cut = crop.cut(picture);
          Frame result = new PasteBack(crop).paste(picture, Pictures.brighter(cut, 1.3))) {
        assertThat(gain(picture, result, 320, 224)).isCloseTo(1.3, within(0.03));
        assertThat(Pictures.red(result, 100, 200)).isEqualTo(Pictures.red(picture, 100, 200));
        double before = 1;
        for (int x = 144; x < 320; x += 8) {
          double now = gain(picture, result, x, 224);
          // A feather over a few pixels would climb by 0.3 in one or two of these steps.
          assertThat(now - before).as("step of light at x = %d", x).isBetween(-0.01, 0.1);
          before = now;
        }
      }
    }
  }

  @Test
  void edgesThatAreAlsoThePicturesAreNotFeathered() {
    FaceCrop bottom = new FaceCrop(160, 224, 320, 256, 320, 256, 640, 480);
    try (Frame picture = Pictures.striped(640, 480);
        Frame cut = bottom.cut(picture);
        Frame result = new PasteBack(bottom).paste(picture, Pictures.brighter(cut, 1.2))) {
      assertThat(gain(picture, result, 320, 472)).isCloseTo(1.2, within(0.04));
    }
  }

  @Test
  void aWholeCropIsTheRenderItself() {
    try (Frame picture = Pictures.striped(64, 48)) {
      Frame render = Pictures.brighter(picture, 1.1);
      try (Frame result = new PasteBack(FaceCrop.whole(64, 48)).paste(picture, render)) {
        assertThat(result).isSameAs(render);
      }
    }
  }

  @Test
  void aRenderOfAnotherSizeIsRefused() {
    try (Frame picture = Pictures.striped(640, 480)) {
      assertThatThrownBy(() -> new PasteBack(INNER).paste(picture, Pictures.striped(64, 64)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("320 × 256");
    }
  }

  /** How much brighter 8 × 8 pixels have become. */
  private static double gain(Frame before, Frame after, int x, int y) {
    double was = 0;
    double is = 0;
    for (int row = y; row < y + 8; row++) {
      for (int column = x; column < x + 8; column++) {
        was += Pictures.red(before, column, row);
        is += Pictures.red(after, column, row);
      }
    }
    return is / was;
  }
}
