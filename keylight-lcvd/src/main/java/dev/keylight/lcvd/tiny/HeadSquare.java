package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceObservation;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The square around a head that the small model sees, in the proportions of its training data: hair, ears and neck fit in.
 * Always inside the picture.
 *
 * @param x left edge in the picture's pixels
 * @param y upper edge
 * @param side in the picture's pixels
 */
record HeadSquare(int x, int y, int side) {
  /** Side in face sizes. */
  private static final float FACES = 2;

  /** How far the square's centre lies above the face's, in face sizes. */
  private static final float RAISED = 0.04f;

  /** In sides, what no head moves within a frame. */
  private static final float JUMP = 0.25f;

  /** @param vertices of the face, x, y, z each */
  static HeadSquare around(float[] vertices, int width, int height) {
    FaceBox box = FaceBox.of(vertices);
    float face = Math.max(box.width(), box.height());
    int side = Math.max(1, Math.min(Math.round(FACES * face), Math.min(width, height)));
    int x = Math.round(box.centerX() - side / 2f);
    int y = Math.round(box.centerY() - RAISED * face - side / 2f);
    return new HeadSquare(Math.max(0, Math.min(width - side, x)), Math.max(0, Math.min(height - side, y)), side);
  }

  /** Whether a head can have moved from the other square here within a frame, rather than by a cut. */
  boolean follows(HeadSquare other) {
    float reach = JUMP * other.side;
    return Math.abs(x + side / 2f - other.x - other.side / 2f) < reach
        && Math.abs(y + side / 2f - other.y - other.side / 2f) < reach && Math.abs(side - other.side) < reach;
  }

  /** The square of a picture or matte at another size, owned by the caller. */
  Mat cut(Mat picture, int pixels) {
    try (Mat view = view(picture)) {
      return scaled(view, pixels, side > pixels ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
    }
  }

  /** A view on the square of a picture, which writes through; owned by the caller. */
  Mat view(Mat picture) {
    try (Rect inside = new Rect(x, y, side, side)) {
      return new Mat(picture, inside);
    }
  }

  /** What was made at another size, at the square's own; owned by the caller. */
  Mat fit(Mat made) {
    return scaled(made, side, opencv_imgproc.INTER_LINEAR);
  }

  private static Mat scaled(Mat from, int pixels, int interpolation) {
    try (Size size = new Size(pixels, pixels)) {
      Mat to = new Mat();
      opencv_imgproc.resize(from, to, size, 0, 0, interpolation);
      return to;
    }
  }

  /** A face of the picture in the pixels of the {@link #cut}. */
  FaceObservation cut(FaceObservation face, int pixels) {
    float factor = pixels / (float) side;
    return face.placed(factor, -factor * x, -factor * y);
  }

  /** 1 over the face and a little around it, softly down to 0 before the hair ends; 32-bit float, owned by the caller. */
  static Mat faceMask(float[] vertices, int pixels) {
    Mat mask = new Mat(pixels, pixels, opencv_core.CV_32FC1, new Scalar(0));
    int count = vertices.length / 3;
    try (Mat points = new Mat(count, 1, opencv_core.CV_32SC2);
        Mat hull = new Mat();
        Scalar one = new Scalar(1);
        Size soft = new Size(0, 0)) {
      int[] flat = new int[2 * count];
      for (int v = 0; v < count; v++) {
        flat[2 * v] = Math.round(vertices[3 * v]);
        flat[2 * v + 1] = Math.round(vertices[3 * v + 1]);
      }
      new IntPointer(points.data()).put(flat);
      opencv_imgproc.convexHull(points, hull);
      opencv_imgproc.fillConvexPoly(mask, hull, one);
      opencv_imgproc.GaussianBlur(mask, mask, soft, pixels / 32.0);
    }
    return mask;
  }
}
