package dev.keylight.eval.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** What can go wrong with a picture or a clip. */
public final class Spoiled {
  private Spoiled() {}

  public static Mat blurred(Mat picture, double sigma) {
    Mat result = new Mat();
    opencv_imgproc.GaussianBlur(picture, result, new Size(0, 0), sigma);
    return result;
  }

  public static Mat jpeg(Mat picture, int quality) {
    BytePointer bytes = new BytePointer();
    opencv_imgcodecs.imencode(".jpg", picture, bytes, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality));
    return opencv_imgcodecs.imdecode(new Mat(bytes), opencv_imgcodecs.IMREAD_COLOR);
  }

  public static Mat gamma(Mat picture, double gamma) {
    byte[] table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (byte) Math.round(255 * Math.pow(i / 255.0, gamma));
    }
    Mat result = new Mat();
    opencv_core.LUT(picture, new Mat(1, 256, opencv_core.CV_8U, new BytePointer(table)), result);
    return result;
  }

  public static Mat shifted(Mat picture, double pixels) {
    return affine(picture, 1, 0, pixels);
  }

  /** Wider by a factor about the middle and sheared: another face. */
  public static Mat affine(Mat picture, double width, double shear, double shift) {
    Mat matrix = new Mat(2, 3, opencv_core.CV_64F);
    new DoublePointer(matrix.data()).put(width, shear, shift + (1 - width) * picture.cols() / 2 - shear * picture.rows() / 2, 0, 1, 0);
    Mat result = new Mat();
    opencv_imgproc.warpAffine(picture, result, matrix, picture.size(), opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_REPLICATE, new Scalar());
    return result;
  }

  public static Mat brighter(Mat picture, double levels) {
    Mat result = new Mat();
    picture.convertTo(result, -1, 1, levels);
    return result;
  }

  public static Mat noisy(Mat picture, double deviation) {
    Mat noise = new Mat(picture.size(), opencv_core.CV_16SC3);
    opencv_core.setRNGSeed(7);
    opencv_core.randn(noise, new Mat(1, 1, opencv_core.CV_64F, Scalar.all(0)), new Mat(1, 1, opencv_core.CV_64F, Scalar.all(deviation)));
    Mat result = new Mat();
    opencv_core.add(picture, noise, result, null, opencv_core.CV_8UC3);
    return result;
  }

  public static List<Mat> reversed(List<Mat> clip) {
    List<Mat> reversed = new ArrayList<>(clip);
    Collections.reverse(reversed);
    return reversed;
  }

  public static List<Mat> frozen(List<Mat> clip) {
    return Collections.nCopies(clip.size(), clip.get(0));
  }

  /** Every other frame brighter. */
  public static List<Mat> flickering(List<Mat> clip, double levels) {
    List<Mat> result = new ArrayList<>();
    for (int i = 0; i < clip.size(); i++) {
      result.add(i % 2 == 0 ? clip.get(i) : brighter(clip.get(i), levels));
    }
    return result;
  }
}
