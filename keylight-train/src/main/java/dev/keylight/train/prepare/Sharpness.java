package dev.keylight.train.prepare;

import dev.keylight.face.FaceBox;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * How sharp a face is: variance of the Laplacian of its grey values, the face brought to 128 × 128 pixels (Pech-Pacheco
 * et al. 2000). About 30 to 600 for faces in focus, below 12 for faces that were enlarged or are out of focus.
 */
final class Sharpness {
  private static final int SIDE = 128;

  private Sharpness() {}

  static double of(Mat rgb, FaceBox face) {
    try (PointerScope scope = new PointerScope()) {
      int left = clamp(face.x(), rgb.cols() - 2);
      int top = clamp(face.y(), rgb.rows() - 2);
      int width = Math.max(1, Math.min(rgb.cols() - left, Math.round(face.width())));
      int height = Math.max(1, Math.min(rgb.rows() - top, Math.round(face.height())));
      Mat small = new Mat();
      opencv_imgproc.resize(rgb.apply(new Rect(left, top, width, height)), small, new Size(SIDE, SIDE), 0, 0,
          opencv_imgproc.INTER_AREA);
      Mat grey = new Mat();
      opencv_imgproc.cvtColor(small, grey, opencv_imgproc.COLOR_RGB2GRAY);
      Mat edges = new Mat();
      opencv_imgproc.Laplacian(grey, edges, opencv_core.CV_64F);
      Mat mean = new Mat();
      Mat deviation = new Mat();
      opencv_core.meanStdDev(edges, mean, deviation);
      double sigma = new DoublePointer(deviation.data()).get();
      return sigma * sigma;
    }
  }

  private static int clamp(float value, int most) {
    return Math.max(0, Math.min(most, Math.round(value)));
  }
}
