package dev.keylight.shading;

import dev.keylight.media.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Draws the landmark map of the published system (spec §7.10): eyes, brows and lips of the built-in mesh as coloured lines
 * of thickness 2 on black, pupils and nose as squares of 6 pixels.
 */
public final class LandmarkMap {
  private static final int LANDMARKS = 478;

  private record Feature(int red, int green, int blue, int... chain) {}

  private static final Feature[] FEATURES = {
    new Feature(180, 200, 10, 263, 249, 390, 373, 374, 380, 381, 382, 362),
    new Feature(180, 200, 10, 263, 466, 388, 387, 386, 385, 384, 398, 362),
    new Feature(10, 200, 180, 33, 7, 163, 144, 145, 153, 154, 155, 133),
    new Feature(10, 200, 180, 33, 246, 161, 160, 159, 158, 157, 173, 133),
    new Feature(180, 220, 10, 276, 283, 282, 295, 285),
    new Feature(180, 220, 10, 300, 293, 334, 296, 336),
    new Feature(10, 220, 180, 46, 53, 52, 65, 55),
    new Feature(10, 220, 180, 70, 63, 105, 66, 107),
    new Feature(10, 180, 20, 61, 146, 91, 181, 84, 17),
    new Feature(20, 10, 180, 17, 314, 405, 321, 375, 291),
    new Feature(100, 100, 30, 78, 95, 88, 178, 87, 14),
    new Feature(100, 150, 50, 14, 317, 402, 318, 324, 308),
    new Feature(20, 80, 100, 61, 185, 40, 39, 37, 0),
    new Feature(80, 100, 20, 0, 267, 269, 270, 409, 291),
    new Feature(120, 100, 200, 78, 191, 80, 81, 82, 13),
    new Feature(150, 120, 100, 13, 312, 311, 310, 415, 308)
  };

  /** Right pupil, left pupil, tip of the nose. */
  private static final Feature[] SQUARES = {
    new Feature(10, 200, 250, 468), new Feature(250, 200, 10, 473), new Feature(200, 200, 200, 4)
  };

  private LandmarkMap() {}

  /**
   * @param vertices the 478 vertices in pixels of the map
   * @return the map, owned by the caller
   */
  public static Frame draw(float[] vertices, int width, int height) {
    if (vertices.length != 3 * LANDMARKS) {
      throw new IllegalArgumentException("the landmark map is drawn from 478 vertices, got " + vertices.length / 3);
    }
    try (Scalar black = new Scalar(0, 0, 0, 0)) {
      Mat canvas = new Mat(height, width, opencv_core.CV_8UC3, black);
      for (Feature feature : FEATURES) {
        for (int i = 1; i < feature.chain.length; i++) {
          line(canvas, vertices, feature, feature.chain[i - 1], feature.chain[i]);
        }
      }
      for (Feature square : SQUARES) {
        square(canvas, vertices, square);
      }
      return Frame.still(canvas);
    }
  }

  private static void line(Mat canvas, float[] vertices, Feature feature, int from, int to) {
    if (outside(vertices, from, canvas, true) || outside(vertices, to, canvas, true)) {
      return;
    }
    try (Point a = point(canvas, vertices, from);
        Point b = point(canvas, vertices, to);
        Scalar color = new Scalar(feature.red, feature.green, feature.blue, 0)) {
      opencv_imgproc.line(canvas, a, b, color, 2, opencv_imgproc.LINE_8, 0);
    }
  }

  private static Point point(Mat canvas, float[] vertices, int v) {
    return new Point(
        Math.min((int) vertices[3 * v], canvas.cols() - 1), Math.min((int) vertices[3 * v + 1], canvas.rows() - 1));
  }

  private static void square(Mat canvas, float[] vertices, Feature feature) {
    int v = feature.chain[0];
    if (outside(vertices, v, canvas, false)) {
      return;
    }
    int x = (int) vertices[3 * v];
    int y = (int) vertices[3 * v + 1];
    int left = Math.max(0, x - 3);
    int top = Math.max(0, y - 3);
    try (Rect box = new Rect(left, top, Math.min(x + 3, canvas.cols()) - left, Math.min(y + 3, canvas.rows()) - top);
        Scalar color = new Scalar(feature.red, feature.green, feature.blue, 0)) {
      opencv_imgproc.rectangle(canvas, box, color, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
    }
  }

  private static boolean outside(float[] vertices, int v, Mat canvas, boolean edgeIncluded) {
    float x = vertices[3 * v];
    float y = vertices[3 * v + 1];
    boolean beyond = edgeIncluded ? x > canvas.cols() || y > canvas.rows() : x >= canvas.cols() || y >= canvas.rows();
    return !(x >= 0) || !(y >= 0) || beyond;
  }
}
