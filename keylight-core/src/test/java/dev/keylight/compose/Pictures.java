package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import dev.keylight.media.Frame;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Made-up pictures and faces. */
final class Pictures {
  private Pictures() {}

  /** A smooth gradient with fine stripes on it: low and high frequencies. */
  static Frame striped(int width, int height) {
    Mat mat = new Mat(height, width, CV_8UC3);
    try (UByteIndexer at = mat.createIndexer()) {
      // Long indices: with ints Java would choose the row-only method.
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int base = 60 + 80 * x / width + 40 * y / height + (x % 4 < 2 ? 0 : 12);
          at.put((long) y, (long) x, base, base - 10, base - 20);
        }
      }
    }
    return Frame.still(mat);
  }

  static int red(Frame frame, int x, int y) {
    try (UByteIndexer at = frame.pixels().createIndexer()) {
      return at.get(y, x, 0);
    }
  }

  static Frame brighter(Frame frame, double factor) {
    Mat mat = new Mat();
    frame.pixels().convertTo(mat, -1, factor, 0);
    return Frame.still(mat);
  }

  static double largestDifference(Frame a, Frame b) {
    try (Mat difference = new Mat()) {
      opencv_core.absdiff(a.pixels(), b.pixels(), difference);
      return opencv_core.norm(difference, opencv_core.NORM_INF, new Mat());
    }
  }

  /** A face whose points fill an ellipse of the given width, 1.3 times as high as wide. */
  static FaceObservation face(float x, float y, float width) {
    float[] canonical = new float[3 * 478];
    for (int v = 0; v < 478; v++) {
      double r = 7 * Math.sqrt((v + 0.5) / 478);
      canonical[3 * v] = (float) (r * Math.cos(v));
      canonical[3 * v + 1] = (float) (1.3 * r * Math.sin(v));
      canonical[3 * v + 2] = (float) (-7 + r * r / 7);
    }
    Pose pose = new Pose(width / 14, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[] {x, y, 3});
    float[] vertices = new float[canonical.length];
    for (int k = 0; k < vertices.length; k += 3) {
      pose.toImage(canonical, k, vertices, k);
    }
    return new FaceObservation(0, vertices, canonical, pose, 1, false);
  }
}
