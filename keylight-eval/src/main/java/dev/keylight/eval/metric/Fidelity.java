package dev.keylight.eval.metric;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Likeness to the true video, pixel by pixel, where there is one: self-reenactment. */
public final class Fidelity extends FrameMetric {
  /** What an 8-bit picture that equals the truth is given, in place of infinity. */
  public static final double IDENTICAL_PSNR = 100;

  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;

  private final boolean structural;

  private Fidelity(MetricInfo info, boolean structural) {
    super(info);
    this.structural = structural;
  }

  /** Peak signal to noise ratio over R, G and B together, in dB, at most {@link #IDENTICAL_PSNR}. */
  public static Fidelity psnr() {
    return new Fidelity(
        MetricInfo.plain("PSNR", "peak signal to noise ratio to the true video, dB", Better.HIGHER, Need.TRUTH), false);
  }

  /**
   * Structural similarity (Wang et al. 2004) of luma: Gaussian window of 11 pixels with σ 1.5, constants 0.01 and 0.03,
   * population covariances, the mean over all places where the window fits, as scikit-image has it with
   * {@code gaussian_weights=True, use_sample_covariance=False}. 1 is perfect.
   */
  public static Fidelity ssim() {
    return new Fidelity(
        MetricInfo.plain("SSIM", "structural similarity of luma to the true video, at most 1", Better.HIGHER, Need.TRUTH), true);
  }

  @Override
  protected double measure(Moment moment) {
    return structural
        ? ssim(moment.result().grey(), moment.truth().grey())
        : psnr(moment.result().rgb(), moment.truth().rgb());
  }

  static double psnr(Mat a, Mat b) {
    double squares = opencv_core.norm(a, b, opencv_core.NORM_L2SQR, null) / ((double) a.total() * a.channels());
    return squares == 0 ? IDENTICAL_PSNR : Math.min(IDENTICAL_PSNR, 10 * Math.log10(255 * 255 / squares));
  }

  static double ssim(Mat a8, Mat b8) {
    try (PointerScope scope = new PointerScope()) {
      Mat a = real(a8);
      Mat b = real(b8);
      Mat meanA = blurred(a);
      Mat meanB = blurred(b);
      Mat varianceA = minus(blurred(times(a, a)), times(meanA, meanA));
      Mat varianceB = minus(blurred(times(b, b)), times(meanB, meanB));
      Mat covariance = minus(blurred(times(a, b)), times(meanA, meanB));
      Mat above = times(scaled(times(meanA, meanB), 2, C1), scaled(covariance, 2, C2));
      Mat below = times(scaled(plus(times(meanA, meanA), times(meanB, meanB)), 1, C1), scaled(plus(varianceA, varianceB), 1, C2));
      Mat map = new Mat();
      opencv_core.divide(above, below, map);
      int edge = WINDOW / 2;
      Mat inner = map.apply(new Rect(edge, edge, map.cols() - 2 * edge, map.rows() - 2 * edge));
      return opencv_core.mean(inner).get(0);
    }
  }

  private static Mat real(Mat bytes) {
    Mat real = new Mat();
    bytes.convertTo(real, opencv_core.CV_64F);
    return real;
  }

  private static Mat blurred(Mat a) {
    Mat result = new Mat();
    opencv_imgproc.GaussianBlur(a, result, new Size(WINDOW, WINDOW), SIGMA, SIGMA, opencv_core.BORDER_REFLECT_101, opencv_core.ALGO_HINT_ACCURATE);
    return result;
  }

  private static Mat times(Mat a, Mat b) {
    Mat result = new Mat();
    opencv_core.multiply(a, b, result);
    return result;
  }

  private static Mat plus(Mat a, Mat b) {
    Mat result = new Mat();
    opencv_core.add(a, b, result);
    return result;
  }

  private static Mat minus(Mat a, Mat b) {
    Mat result = new Mat();
    opencv_core.subtract(a, b, result);
    return result;
  }

  private static Mat scaled(Mat a, double factor, double constant) {
    Mat result = new Mat();
    a.convertTo(result, -1, factor, constant);
    return result;
  }
}
