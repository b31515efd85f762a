package dev.keylight.lcvd.deca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedPicture;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DECA's crop against skimage's estimated similarity and warp, in 64 bits on both sides: 1e-6 is one float's rounding. */
class CropTransformTest {
  private static final int EVERY = 9;
  private static final int SAMPLES = 25;

  @ParameterizedTest
  @CsvSource({"inside,22,14,49,40", "beyond,50,30,96,71", "tiny,10,10,14,13"})
  void cutsAsPublished(String name, int left, int top, int right, int bottom) {
    try (PointerScope scope = new PointerScope(); Mat picture = GeneratedPicture.of("input.crop", 60, 80)) {
      float[] cut = CropTransform.around(left, top, right, bottom).cut(picture);
      float[] sampled = new float[3 * SAMPLES * SAMPLES];
      for (int i = 0; i < sampled.length; i++) {
        int channel = i / (SAMPLES * SAMPLES);
        int y = i / SAMPLES % SAMPLES * EVERY;
        int x = i % SAMPLES * EVERY;
        sampled[i] = cut[(channel * DecaEncoder.SIZE + y) * DecaEncoder.SIZE + x];
      }
      Expected.near(Tensor.create(sampled, 3, SAMPLES, SAMPLES), "crop." + name, 1e-6);
    }
  }

  @Test
  void landmarksGiveTheirBoundingBox() {
    CropTransform crop = CropTransform.around(new float[] {22, 40, 49, 20, 30, 14});
    assertThat(crop).isEqualTo(CropTransform.around(22, 14, 49, 40));
    assertThat(crop.size()).isEqualTo((int) ((27 + 26) / 2.0 * 1.1 * 1.25));
  }
}
