package dev.keylight.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.FaceObservation;
import dev.keylight.media.Frame;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaceCropTest {
  @Property(tries = 300)
  void aCropLiesInThePictureIsNeverEnlargedAndScalesBothAxesAlike(
      @ForAll @IntRange(min = 64, max = 5000) int width,
      @ForAll @IntRange(min = 64, max = 5000) int height,
      @ForAll @IntRange(min = 0, max = 100) int across,
      @ForAll @IntRange(min = 0, max = 100) int down,
      @ForAll @IntRange(min = 5, max = 1500) int size) {
    FaceCrop crop =
        FaceCrop.around(Pictures.face(width * across / 100f, height * down / 100f, size), width, height, 1280);
    assertThat(crop.x()).isGreaterThanOrEqualTo(0);
    assertThat(crop.y()).isGreaterThanOrEqualTo(0);
    assertThat(crop.x() + crop.regionWidth()).isLessThanOrEqualTo(width);
    assertThat(crop.y() + crop.regionHeight()).isLessThanOrEqualTo(height);
    assertThat(Math.max(crop.width(), crop.height())).isLessThanOrEqualTo(1280).isPositive();
    assertThat(crop.factor()).isLessThanOrEqualTo(1);
    assertThat((long) crop.width() * crop.regionHeight()).isEqualTo((long) crop.height() * crop.regionWidth());
  }

  @Test
  void aSmallFaceInALargePictureIsCutOutWithRoomForShoulders() {
    FaceObservation face = Pictures.face(1000, 700, 200);
    FaceCrop crop = FaceCrop.around(face, 3000, 2000);
    assertThat(crop.isWhole()).isFalse();
    assertThat(crop.factor()).isEqualTo(1);
    assertThat(1000 - crop.x()).isGreaterThan(300);
    assertThat(crop.y() + crop.regionHeight() - 700).isGreaterThan(400);
  }

  @Test
  void aPortraitThatIsSmallEnoughStaysWhole() {
    assertThat(FaceCrop.around(Pictures.face(256, 256, 200), 512, 512).isWhole()).isTrue();
    assertThat(FaceCrop.around(Pictures.face(250, 250, 210), 499, 501).isWhole()).isTrue();
  }

  @Test
  void facesKeepTheirPoseInTheCrop() {
    FaceObservation face = Pictures.face(2000, 1500, 1100);
    FaceCrop crop = FaceCrop.around(face, 4000, 3000);
    assertThat(crop.factor()).isLessThan(1);
    FaceObservation cut = crop.cut(face);
    float[] point = new float[3];
    for (int v = 0; v < cut.vertexCount(); v++) {
      cut.pose().toImage(cut.canonical(), 3 * v, point, 0);
      assertThat(cut.x(v)).isCloseTo(point[0], within(1e-2f));
      assertThat(cut.y(v)).isCloseTo(point[1], within(1e-2f));
      assertThat(cut.x(v)).isCloseTo((face.x(v) - crop.x()) * crop.factor(), within(1e-2f));
    }
  }

  @Test
  void cuttingTakesTheRightPixels() {
    try (Frame picture = Pictures.striped(900, 600)) {
      FaceCrop crop = FaceCrop.around(Pictures.face(450, 250, 90), 900, 600);
      try (Frame cut = crop.cut(picture)) {
        assertThat(cut.width()).isEqualTo(crop.width());
        assertThat(Pictures.red(cut, 17, 33)).isEqualTo(Pictures.red(picture, crop.x() + 17, crop.y() + 33));
      }
    }
  }
}
