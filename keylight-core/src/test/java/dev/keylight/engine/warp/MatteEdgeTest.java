package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dark person, the right half of a picture, before a white wall. */
class MatteEdgeTest {
  private static final int SIDE = 200;
  private static final int OUTLINE = 100;
  private static final int WALL = 230;
  private static final int HAIR = 30;

  /** The wall's share of a rim pixel is read off its grey, however soft the segmentation was. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75})
  void theRimIsMeasured(double share) {
    byte[] picture = picture();
    float[] matte = matte(2);
    for (int y = 0; y < SIDE; y++) {
      grey(picture, y * SIDE + OUTLINE, (int) Math.round(WALL + share * (HAIR - WALL)));
    }
    float before = matte[50 * SIDE + OUTLINE];
    refine(picture, matte);
    float after = matte[50 * SIDE + OUTLINE];
    assertThat(Math.abs(after - share)).isLessThan(0.1 * Math.abs(before - share) + 0.05);
  }

  /** What lies within the outline is the person, however much an ear looks like the wall beside dark hair. */
  @Test
  void aPaleEarIsNoHole() {
    byte[] picture = picture();
    float[] matte = matte(2);
    for (int y = 80; y < 120; y++) {
      for (int x = OUTLINE + 4; x < OUTLINE + 16; x++) {
        grey(picture, y * SIDE + x, 170);
        matte[y * SIDE + x] = 0.75f;
      }
    }
    refine(picture, matte);
    for (int y = 80; y < 120; y++) {
      for (int x = OUTLINE + 4; x < OUTLINE + 16; x++) {
        assertThat(matte[y * SIDE + x]).as("at %d, %d", x, y).isGreaterThanOrEqualTo(0.75f);
      }
    }
  }

  /** Wall that shows between a curl and the head, wide enough for its rims, stays wall. */
  @Test
  void aGapInTheHairStaysOpen() {
    byte[] picture = picture();
    float[] matte = matte(2);
    for (int y = 80; y < 120; y++) {
      for (int x = OUTLINE + 10; x < OUTLINE + 22; x++) {
        grey(picture, y * SIDE + x, WALL);
        matte[y * SIDE + x] = 0.4f;
      }
    }
    refine(picture, matte);
    for (int y = 82; y < 118; y++) {
      assertThat(matte[y * SIDE + OUTLINE + 16]).isCloseTo(0, within(0.02f));
    }
  }

  private static void refine(byte[] picture, float[] matte) {
    byte[] plate = new byte[picture.length];
    Arrays.fill(plate, (byte) WALL);
    try (Mat mat = new Mat(SIDE, SIDE, opencv_core.CV_8UC3)) {
      Pixels.bytes(mat).put(picture);
      MatteEdge.refine(mat, picture, plate, matte);
    }
  }

  private static byte[] picture() {
    byte[] picture = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      grey(picture, i, i % SIDE < OUTLINE ? WALL : HAIR);
    }
    return picture;
  }

  /** Rising over so many pixels on either side of the outline. */
  private static float[] matte(int soft) {
    float[] matte = new float[SIDE * SIDE];
    for (int i = 0; i < matte.length; i++) {
      matte[i] = HeadMesh.clamp(0.5f + (i % SIDE - OUTLINE) / (2f * soft), 0, 1);
    }
    return matte;
  }

  private static void grey(byte[] picture, int pixel, int level) {
    for (int c = 0; c < 3; c++) {
      picture[3 * pixel + c] = (byte) level;
    }
  }
}
