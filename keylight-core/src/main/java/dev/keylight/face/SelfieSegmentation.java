package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** MediaPipe's selfie segmentation: which pixels of 256 × 256 belong to a person. Coarse, and lost on dark in dark. */
final class SelfieSegmentation implements AutoCloseable {
  static final int SIDE = 256;

  private final Network network = new Network("selfie_segmentation.tflite");

  /** The whole picture, squeezed into a square; row by row, 0..1. */
  float[] segment(Mat rgb) {
    try (PointerScope scope = new PointerScope()) {
      Mat small = new Mat();
      resize(rgb, small, new Size(SIDE, SIDE), 0, 0, INTER_AREA);
      network.picture(small, 1 / 255.0, 0);
      return network.run()[0];
    }
  }

  /** A square part of the picture, its edge repeated where the square is outside. */
  float[] segment(Mat rgb, int x, int y, int side) {
    try (PointerScope scope = new PointerScope()) {
      int left = Math.max(0, x);
      int top = Math.max(0, y);
      int right = Math.min(rgb.cols(), x + side);
      int bottom = Math.min(rgb.rows(), y + side);
      Mat inside = new Mat(rgb, new Rect(left, top, right - left, bottom - top));
      Mat padded = new Mat();
      copyMakeBorder(
          inside, padded, top - y, y + side - bottom, left - x, x + side - right, BORDER_REPLICATE, new Scalar());
      return segment(padded);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
