package dev.keylight.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecontaminationTest {
  @ParameterizedTest
  @CsvSource({"201, 160", "512, 512", "701, 900", "1100, 730"})
  void theSmallPictureGivesWhatFullSizeGives(int width, int height) {
    try (PointerScope scope = new PointerScope()) {
      Mat alpha = person(width, height);
      Mat picture = portrait(alpha);
      Mat expected = naive(picture, alpha);
      Mat cleaned = picture.clone();
      Decontamination.clean(cleaned, alpha);

      double furthest = 0;
      double sum = 0;
      double original = 0;
      int rim = 0;
      try (UByteIndexer share = alpha.createIndexer();
          UByteIndexer before = picture.createIndexer();
          UByteIndexer fast = cleaned.createIndexer();
          UByteIndexer slow = expected.createIndexer()) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int a = share.get(y, x);
            if (a == 0 || a == 255) {
              continue;
            }
            rim++;
            for (int c = 0; c < 3; c++) {
              // What is seen of a colour is its part in the composite.
              double difference = Math.abs(fast.get(y, x, c) - slow.get(y, x, c)) * a / 255.0;
              furthest = Math.max(furthest, difference);
              sum += difference;
              original += Math.abs(before.get(y, x, c) - slow.get(y, x, c)) * a / 255.0;
            }
          }
        }
      }
      assertThat(rim).isGreaterThan(1000);
      assertThat(original / rim / 3).as("what there is to clean").isGreaterThan(5);
      assertThat(sum / rim / 3).isLessThan(1);
      assertThat(furthest).isLessThan(6);
    }
  }

  @Test
  void whatIsSurelyThePersonOrFarFromItIsUntouched() {
    try (PointerScope scope = new PointerScope()) {
      Mat alpha = person(600, 500);
      Mat picture = portrait(alpha);
      Mat cleaned = picture.clone();
      Decontamination.clean(cleaned, alpha);
      Mat near = new Mat();
      opencv_imgproc.dilate(
          alpha, near, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(61, 61)));
      Mat difference = new Mat();
      opencv_core.absdiff(picture, cleaned, difference);
      Mat changed = new Mat();
      opencv_imgproc.cvtColor(difference, changed, opencv_imgproc.COLOR_RGB2GRAY);
      assertThat(opencv_core.countNonZero(changed)).isPositive();
      Mat kept = new Mat();
      opencv_core.compare(alpha, new Mat(new Scalar(255)), kept, opencv_core.CMP_EQ);
      Mat inPerson = new Mat(changed.size(), CV_8UC1, new Scalar(0));
      changed.copyTo(inPerson, kept);
      assertThat(opencv_core.countNonZero(inPerson)).isZero();
      opencv_core.compare(near, new Mat(new Scalar(0)), kept, opencv_core.CMP_EQ);
      Mat farOff = new Mat(changed.size(), CV_8UC1, new Scalar(0));
      changed.copyTo(farOff, kept);
      assertThat(opencv_core.countNonZero(farOff)).isZero();
    }
  }

  /** Head and shoulders with a soft rim, leaving the picture below. */
  private static Mat person(int width, int height) {
    Mat alpha = new Mat(height, width, CV_8UC1, new Scalar(0));
    int radius = height / 5;
    opencv_imgproc.circle(alpha, new Point(width / 2, 2 * height / 5), radius, Scalar.all(255), -1, 8, 0);
    opencv_imgproc.circle(alpha, new Point(width / 2, 11 * height / 10), 2 * radius, Scalar.all(255), -1, 8, 0);
    opencv_imgproc.GaussianBlur(alpha, alpha, new Size(0, 0), Math.max(width, height) / 250.0);
    return alpha;
  }

  /** Skin and cloth with slow shading and some grain before a blue wall, mixed by alpha as a camera does. */
  private static Mat portrait(Mat alpha) {
    Mat picture = new Mat(alpha.rows(), alpha.cols(), CV_8UC3);
    Random grain = new Random(3);
    try (UByteIndexer to = picture.createIndexer();
        UByteIndexer share = alpha.createIndexer()) {
      for (int y = 0; y < picture.rows(); y++) {
        for (int x = 0; x < picture.cols(); x++) {
          double a = share.get(y, x) / 255.0;
          double shade = 0.6 + 0.4 * x / picture.cols() + 0.04 * grain.nextGaussian();
          boolean cloth = y > 0.65 * picture.rows();
          int[] own = cloth ? new int[] {60, 110, 70} : new int[] {220, 160, 130};
          int[] wall = {30, 60, 200};
          for (int c = 0; c < 3; c++) {
            to.put(y, x, c, (int) Math.max(0, Math.min(255, a * own[c] * shade + (1 - a) * wall[c])));
          }
        }
      }
    }
    return picture;
  }

  /** The same at full size and in floats. */
  private static Mat naive(Mat picture, Mat alpha) {
    double reach = Math.max(2, 0.008 * Math.max(picture.cols(), picture.rows()));
    Mat sure = new Mat();
    alpha.convertTo(sure, CV_32FC1, 1 / 255.0, 0);
    opencv_core.pow(sure, 6, sure);
    Mat threefold = new Mat();
    opencv_imgproc.cvtColor(sure, threefold, opencv_imgproc.COLOR_GRAY2RGB);
    Mat own = new Mat();
    opencv_core.multiply(picture, threefold, own, 1, CV_32FC3);
    opencv_imgproc.GaussianBlur(own, own, new Size(0, 0), reach);
    Mat weight = new Mat();
    opencv_imgproc.GaussianBlur(threefold, weight, new Size(0, 0), reach);
    opencv_core.add(weight, new Mat(weight.size(), CV_32FC3, Scalar.all(1e-4)), weight);
    opencv_core.divide(own, weight, own);
    Mat share = new Mat();
    weight.convertTo(share, CV_32FC3, 1 / 0.02, 0);
    opencv_core.min(share, new Mat(share.size(), CV_32FC3, Scalar.all(1))).asMat().copyTo(share);
    Mat soft = new Mat();
    opencv_core.subtract(new Mat(share.size(), CV_32FC3, Scalar.all(1)), threefold, soft);
    opencv_core.multiply(share, soft, share);
    Mat change = new Mat();
    opencv_core.subtract(own, picture, change, new Mat(), CV_32FC3);
    opencv_core.multiply(change, share, change);
    Mat result = new Mat();
    opencv_core.add(picture, change, result, new Mat(), CV_8UC3);
    return result;
  }
}
