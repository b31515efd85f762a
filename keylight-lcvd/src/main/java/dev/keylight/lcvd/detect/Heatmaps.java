package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.detect.FaceBoxes.Box;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The square that FAN is shown of a face, and the way back from its heatmaps (spec §7.2), with the published truncations.
 *
 * @param centreX in pixels of the picture
 * @param centreY in pixels of the picture
 * @param side of the square in pixels
 */
record Heatmaps(double centreX, double centreY, double side) {
  static final int INPUT = 256;
  static final int SIZE = 64;

  /** Length of a side against which FAN's boxes are measured, and in which its squares are. */
  private static final double REFERENCE = 195;
  private static final double UNIT = 200;

  /** Boxes sit low on the face. */
  private static final double UP = .12;

  static Heatmaps around(Box box) {
    double width = box.right() - box.left();
    double height = box.bottom() - box.top();
    return new Heatmaps(box.right() - width / 2, box.bottom() - height / 2 - UP * height, UNIT * (width + height) / REFERENCE);
  }

  /** A point of a square of {@code resolution} pixels in the picture, cut to whole pixels. */
  private int toPicture(double point, double centre, int resolution) {
    return (int) ((point - resolution * (.5 - centre / side)) * side / resolution);
  }

  /** Cuts the square out, black beyond the picture, 256 × 256; owned by the caller. */
  Mat cut(Mat rgb) {
    int left = toPicture(1, centreX, INPUT);
    int top = toPicture(1, centreY, INPUT);
    int width = Math.max(1, toPicture(INPUT, centreX, INPUT) - left);
    int height = Math.max(1, toPicture(INPUT, centreY, INPUT) - top);
    int x0 = Math.max(0, left);
    int y0 = Math.max(0, top);
    int x1 = Math.min(rgb.cols(), left + width);
    int y1 = Math.min(rgb.rows(), top + height);
    try (Scalar black = new Scalar(0, 0, 0, 0); Mat square = new Mat(height, width, rgb.type(), black);
        Size size = new Size(INPUT, INPUT)) {
      if (x1 > x0 && y1 > y0) {
        try (Rect from = new Rect(x0, y0, x1 - x0, y1 - y0); Rect to = new Rect(x0 - left, y0 - top, x1 - x0, y1 - y0);
            Mat source = new Mat(rgb, from); Mat target = new Mat(square, to)) {
          source.copyTo(target);
        }
      }
      Mat result = new Mat();
      opencv_imgproc.resize(square, result, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      return result;
    }
  }

  /**
   * The highest place of each heatmap, a quarter towards its higher neighbours, in the picture.
   *
   * @param maps one 64 × 64 map after the other
   * @return x and y in whole pixels, for each map
   */
  float[] peaks(float[] maps) {
    int area = SIZE * SIZE;
    float[] points = new float[2 * maps.length / area];
    for (int m = 0; m < maps.length / area; m++) {
      int first = m * area;
      int best = first;
      for (int i = first; i < first + area; i++) {
        best = maps[i] > maps[best] ? i : best;
      }
      int x = (best - first) % SIZE;
      int y = (best - first) / SIZE;
      double px = x + .5;
      double py = y + .5;
      if (x > 0 && x < SIZE - 1 && y > 0 && y < SIZE - 1) {
        px += .25 * Math.signum(maps[best + 1] - maps[best - 1]);
        py += .25 * Math.signum(maps[best + SIZE] - maps[best - SIZE]);
      }
      points[2 * m] = toPicture(px, centreX, SIZE);
      points[2 * m + 1] = toPicture(py, centreY, SIZE);
    }
    return points;
  }
}
