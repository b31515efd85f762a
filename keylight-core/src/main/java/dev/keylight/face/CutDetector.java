package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Notices cuts: two frames in a row whose tiny grey pictures hardly correlate. Correlation does not mind flashes and
 * fades, which change brightness everywhere alike.
 */
final class CutDetector {
  private static final int SIDE = 24;
  private static final double MIN_CORRELATION = 0.5;

  /** A picture with less contrast than this (standard deviation of 0..255) correlates with nothing. */
  private static final double MIN_DEVIATION = 4;

  private float[] previous;

  void reset() {
    previous = null;
  }

  /** Whether this frame belongs to another scene than the frame before. */
  boolean isCut(Mat rgb) {
    float[] current = thumbnail(rgb);
    boolean cut = previous != null && correlation(previous, current) < MIN_CORRELATION;
    previous = current;
    return cut;
  }

  private static float[] thumbnail(Mat rgb) {
    float[] values = new float[SIDE * SIDE];
    try (PointerScope scope = new PointerScope()) {
      Mat sampled = new Mat();
      // Every few pixels are enough, and far quicker than all of them.
      resize(rgb, sampled, new Size(4 * SIDE, 4 * SIDE), 0, 0, INTER_NEAREST);
      Mat small = new Mat();
      resize(sampled, small, new Size(SIDE, SIDE), 0, 0, INTER_AREA);
      Mat grey = new Mat();
      cvtColor(small, grey, COLOR_RGB2GRAY);
      Mat floats = new Mat();
      grey.convertTo(floats, CV_32F);
      new FloatPointer(floats.data()).get(values);
    }
    return values;
  }

  private static double correlation(float[] a, float[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / b.length;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    double least = MIN_DEVIATION * MIN_DEVIATION * a.length;
    return aa < least || bb < least ? 1 : ab / Math.sqrt(aa * bb);
  }
}
