package dev.keylight.eval.metric;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;

/**
 * Flicker without motion (the warping error of Lai et al., "Learning Blind Video Temporal Consistency", ECCV 2018): the frame
 * before is moved onto this one by dense optical flow (DIS, Kroeger et al. 2016), and the mean absolute difference, 0..255,
 * is taken where the flows there and back agree (Ruder et al. 2016), so that what came into view does not count. Measured at
 * half size. 0 is perfect.
 */
public final class WarpError extends FrameMetric {
  public static final String ID = "warp-error";

  private final DISOpticalFlow flow = DISOpticalFlow.create(DISOpticalFlow.PRESET_FAST);

  public WarpError() {
    super(
        MetricInfo.plain(
            ID, "mean absolute difference of a frame to the one before moved by optical flow, 0 to 255", Better.LOWER));
  }

  @Override
  protected double measure(Moment moment) {
    return moment.previous() == null ? Double.NaN : moment.result().once(ID, () -> error(moment));
  }

  private double error(Moment moment) {
    try (PointerScope scope = new PointerScope()) {
      Mat now = half(moment.result());
      Mat before = half(moment.previous());
      Mat greyNow = grey(now);
      Mat greyBefore = grey(before);
      Mat back = new Mat();
      flow.calc(greyNow, greyBefore, back);
      Mat forth = new Mat();
      flow.calc(greyBefore, greyNow, forth);
      Mat places = places(back);
      Mat moved = new Mat();
      Mat none = new Mat();
      opencv_imgproc.remap(before, moved, places, none, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_REPLICATE, Scalar.all(0));
      return Differences.mean(now, moved, agreeing(back, forth, places));
    }
  }

  private static Mat half(Sight sight) {
    Mat small = new Mat();
    opencv_imgproc.resize(sight.rgb(), small, new Size(sight.rgb().cols() / 2, sight.rgb().rows() / 2), 0, 0, opencv_imgproc.INTER_AREA);
    return small;
  }

  private static Mat grey(Mat rgb) {
    Mat grey = new Mat();
    opencv_imgproc.cvtColor(rgb, grey, opencv_imgproc.COLOR_RGB2GRAY);
    return grey;
  }

  /** Where each pixel came from: its own place plus the flow. */
  private static Mat places(Mat flow) {
    int width = flow.cols();
    float[] values = new float[2 * width * flow.rows()];
    FloatPointer data = new FloatPointer(flow.data());
    data.get(values);
    for (int i = 0; i < values.length; i += 2) {
      values[i] += i / 2 % width;
      values[i + 1] += i / 2 / width;
    }
    Mat places = new Mat(flow.rows(), width, opencv_core.CV_32FC2);
    new FloatPointer(places.data()).put(values);
    return places;
  }

  /** 255 where going there and back ends near the start: |f + b|² ≤ 0.01·(|f|² + |b|²) + 0.5. */
  private static Mat agreeing(Mat back, Mat forth, Mat places) {
    Mat returned = new Mat();
    opencv_imgproc.remap(
        forth, returned, places, new Mat(), opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, Scalar.all(1e6));
    float[] b = new float[2 * (int) back.total()];
    float[] f = new float[b.length];
    new FloatPointer(back.data()).get(b);
    new FloatPointer(returned.data()).get(f);
    byte[] mask = new byte[b.length / 2];
    for (int i = 0; i < mask.length; i++) {
      double x = b[2 * i] + f[2 * i];
      double y = b[2 * i + 1] + f[2 * i + 1];
      double lengths = b[2 * i] * b[2 * i] + b[2 * i + 1] * b[2 * i + 1] + f[2 * i] * f[2 * i] + f[2 * i + 1] * f[2 * i + 1];
      mask[i] = (byte) (lengths < 1e9 && x * x + y * y <= 0.01 * lengths + 0.5 ? 255 : 0);
    }
    Mat result = new Mat(back.rows(), back.cols(), opencv_core.CV_8U);
    result.data().put(mask);
    return result;
  }

  @Override
  public void close() {
    flow.close();
  }
}
