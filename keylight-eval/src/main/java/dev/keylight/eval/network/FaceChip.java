package dev.keylight.eval.network;

import dev.keylight.eval.metric.Sight;
import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A face cut out the way a recognition network was trained: the similarity that brings five landmarks (irises, tip of the
 * nose, corners of the mouth) nearest to a template, by least squares (Umeyama 1991).
 *
 * @param side of the square in pixels
 * @param template x, y of the subject's right iris, left iris, nose, right and left corner of the mouth
 */
record FaceChip(int side, double[] template) {
  private static final int[] LANDMARKS = {
    FaceLandmarks.RIGHT_IRIS, FaceLandmarks.LEFT_IRIS, FaceLandmarks.NOSE_TIP, FaceLandmarks.MOUTH_RIGHT, FaceLandmarks.MOUTH_LEFT
  };

  /** dlib's chips of 150 pixels with its usual margin, as MediaPipe's points lie on them. */
  static final FaceChip DLIB = new FaceChip(150, new double[] {46.5, 45.4, 100.2, 45.7, 74.5, 73.7, 51.3, 104.1, 98.2, 103.8});

  /** InsightFace's template of 112 pixels, which ArcFace's networks expect. */
  static final FaceChip ARCFACE =
      new FaceChip(112, new double[] {38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041});

  /** The chip of a sight's face, 8-bit RGB; null without a face. */
  Mat cut(Sight sight) {
    FaceObservation face = sight.face();
    if (face == null) {
      return null;
    }
    double[] points = new double[2 * LANDMARKS.length];
    for (int i = 0; i < LANDMARKS.length; i++) {
      points[2 * i] = face.x(LANDMARKS[i]);
      points[2 * i + 1] = face.y(LANDMARKS[i]);
    }
    double[] m = similarity(points, template);
    Mat chip = new Mat();
    try (Mat transform = new Mat(2, 3, opencv_core.CV_64F);
        DoublePointer values = new DoublePointer(transform.data());
        Size size = new Size(side, side);
        Scalar black = new Scalar()) {
      // Landmarks have pixel centres at .5, OpenCV at whole numbers.
      double x = m[2] + 0.5 * (m[0] + m[1]) - 0.5;
      double y = m[5] + 0.5 * (m[3] + m[4]) - 0.5;
      values.put(m[0], m[1], x, m[3], m[4], y);
      opencv_imgproc.warpAffine(sight.rgb(), chip, transform, size, opencv_imgproc.INTER_AREA, opencv_core.BORDER_REPLICATE, black);
    }
    return chip;
  }

  /** The 2 × 3 matrix of turn, scale and shift that brings {@code from} nearest to {@code to}. */
  static double[] similarity(double[] from, double[] to) {
    int n = from.length / 2;
    double fx = 0;
    double fy = 0;
    double tx = 0;
    double ty = 0;
    for (int i = 0; i < n; i++) {
      fx += from[2 * i] / n;
      fy += from[2 * i + 1] / n;
      tx += to[2 * i] / n;
      ty += to[2 * i + 1] / n;
    }
    double along = 0;
    double across = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      double px = from[2 * i] - fx;
      double py = from[2 * i + 1] - fy;
      double qx = to[2 * i] - tx;
      double qy = to[2 * i + 1] - ty;
      along += px * qx + py * qy;
      across += px * qy - py * qx;
      spread += px * px + py * py;
    }
    double a = along / Math.max(spread, 1e-9);
    double b = across / Math.max(spread, 1e-9);
    return new double[] {a, -b, tx - a * fx + b * fy, b, a, ty - b * fx - a * fy};
  }
}
