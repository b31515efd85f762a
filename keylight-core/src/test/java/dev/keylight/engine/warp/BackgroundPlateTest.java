package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the room behind a person is filled with. */
class BackgroundPlateTest {
  @ParameterizedTest
  @CsvSource({"64, 64", "97, 55", "40, 400", "400, 40", "131, 207"})
  void fillingKeepsWhatIsKnownAndAddsNoColourOfItsOwn(int width, int height) {
    Random random = new Random(width + 1000L * height);
    byte[] rgb = new byte[3 * width * height];
    byte[] known = new byte[width * height];
    for (int i = 0; i < known.length; i++) {
      // Known at the left and top only, as the room beside somebody close to the camera.
      known[i] = (byte) (i % width < width / 4 || i / width < height / 10 ? 255 : 0);
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (known[i] == 0 ? 0 : 90 + random.nextInt(100));
      }
    }
    byte[] filled = filled(new Picture(width, height, rgb), known);
    for (int i = 0; i < known.length; i++) {
      for (int c = 0; c < 3; c++) {
        int level = filled[3 * i + c] & 255;
        if (known[i] == 0) {
          assertThat(level).as("filled at %d, %d", i % width, i / width).isBetween(89, 191);
        } else {
          assertThat(Math.abs(level - (rgb[3 * i + c] & 255))).as("known at %d, %d", i % width, i / width).isLessThanOrEqualTo(1);
        }
      }
    }
  }

  /** Only a strip at one end of a long picture is known. */
  @ParameterizedTest
  @CsvSource({"40, 400", "400, 40", "24, 512"})
  void fillingReachesTheFarEnd(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 120);
    byte[] known = new byte[width * height];
    for (int i = 0; i < known.length; i++) {
      known[i] = (byte) (width > height ? i % width < 10 ? 255 : 0 : i / width < 10 ? 255 : 0);
    }
    int darkest = 255;
    for (byte level : filled(new Picture(width, height, rgb), known)) {
      darkest = Math.min(darkest, level & 255);
    }
    assertThat(darkest).isBetween(119, 121);
  }

  @Test
  void thePlateIsThePictureAwayFromThePersonAndThePersonIsGone() {
    int side = 200;
    byte[] rgb = new byte[3 * side * side];
    float[] alpha = new float[side * side];
    for (int i = 0; i < alpha.length; i++) {
      boolean person = Math.hypot(i % side - 100, i / side - 110) < 50;
      alpha[i] = person ? 1 : 0;
      rgb[3 * i] = (byte) (person ? 250 : 40 + i % side / 4);
      rgb[3 * i + 1] = (byte) (person ? 10 : 90);
      rgb[3 * i + 2] = (byte) (person ? 10 : 120);
    }
    Picture picture = new Picture(side, side, rgb);
    Picture plate = plate(picture, alpha);
    boolean[] person = new boolean[alpha.length];
    for (int i = 0; i < alpha.length; i++) {
      person[i] = alpha[i] > 0;
    }
    boolean[] near = Regions.dilated(person, side, side / 40);
    for (int i = 0; i < alpha.length; i++) {
      for (int c = 0; c < 3; c++) {
        if (near[i]) {
          assertThat(plate.level(i, c)).as("behind the person").isBetween(c == 0 ? 39 : c == 1 ? 88 : 118, c == 0 ? 91 : c == 1 ? 92 : 122);
        } else {
          assertThat(plate.level(i, c)).isEqualTo(picture.level(i, c));
        }
      }
    }
  }

  @Test
  void aPictureThatIsAllPersonOrAllRoom() {
    Picture picture = new Picture(90, 60, Arrays.copyOf(Sitter.astronaut().picture().rgb(), 3 * 90 * 60));
    float[] alpha = new float[90 * 60];
    assertThat(plate(picture, alpha).rgb()).isEqualTo(picture.rgb());
    Arrays.fill(alpha, 1);
    Picture nothingKnown = plate(picture, alpha);
    assertThat(nothingKnown.rgb()).hasSize(picture.rgb().length);
  }

  /** Somebody so close that only a corner of the room is seen. */
  @ParameterizedTest
  @CsvSource({"0, 0", "99, 0", "0, 149", "99, 149"})
  void oneCornerOfRoomIsEnough(int x, int y) {
    int width = 100;
    int height = 150;
    byte[] rgb = new byte[3 * width * height];
    float[] alpha = new float[width * height];
    for (int i = 0; i < alpha.length; i++) {
      boolean room = Math.abs(i % width - x) < 3 && Math.abs(i / width - y) < 3;
      alpha[i] = room ? 0 : 1;
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (room ? 60 : 220));
    }
    Picture plate = plate(new Picture(width, height, rgb), alpha);
    for (int i = 0; i < alpha.length; i++) {
      assertThat(plate.level(i, 0)).as("at %d, %d", i % width, i / width).isBetween(55, 65);
    }
  }

  private static Picture plate(Picture picture, float[] alpha) {
    try (Mat pixels = picture.mat();
        Mat matte = new Mat(picture.height(), picture.width(), opencv_core.CV_32FC1)) {
      Pixels.floats(matte).put(alpha);
      try (Mat plate = BackgroundPlate.paint(pixels, matte)) {
        byte[] rgb = new byte[picture.rgb().length];
        Pixels.bytes(plate).get(rgb);
        return new Picture(picture.width(), picture.height(), rgb);
      }
    }
  }

  private static byte[] filled(Picture picture, byte[] known) {
    try (Mat pixels = picture.mat();
        Mat mask = new Mat(picture.height(), picture.width(), opencv_core.CV_8UC1, new Scalar(0))) {
      Pixels.bytes(mask).put(known);
      try (Mat filled = PushPull.fill(pixels, mask)) {
        byte[] rgb = new byte[picture.rgb().length];
        Pixels.bytes(filled).get(rgb);
        return rgb;
      }
    }
  }
}
