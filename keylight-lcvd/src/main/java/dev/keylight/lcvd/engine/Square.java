package dev.keylight.lcvd.engine;

import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Fits a picture of any proportions into the square the model was trained on, without squashing it: centred, the borders
 * filled with the picture's edge.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param size side of the square in pixels
 */
record Square(int width, int height, int size) {
  private int side() {
    return Math.max(width, height);
  }

  private int left() {
    return (side() - width) / 2;
  }

  private int top() {
    return (side() - height) / 2;
  }

  /** The picture in the square, owned by the caller. */
  Mat put(Mat picture) {
    try (Mat bordered = new Mat(); Size target = new Size(size, size)) {
      opencv_core.copyMakeBorder(picture, bordered, top(), side() - height - top(), left(), side() - width - left(),
          opencv_core.BORDER_REPLICATE);
      Mat square = new Mat();
      opencv_imgproc.resize(bordered, square, target, 0, 0,
          side() > size ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
      return square;
    }
  }

  /** The picture cut out of the square again, at its own size, owned by the caller. Closes {@code square}. */
  Frame take(Frame square, long presentationTime, Rational timeBase) {
    try (square; Mat whole = new Mat(); Size target = new Size(side(), side());
        Rect inside = new Rect(left(), top(), width, height)) {
      opencv_imgproc.resize(square.pixels(), whole, target, 0, 0,
          side() > size ? opencv_imgproc.INTER_CUBIC : opencv_imgproc.INTER_AREA);
      try (Mat view = new Mat(whole, inside)) {
        return Frame.of(view.clone(), presentationTime, timeBase);
      }
    }
  }

  /** A mesh in the picture's pixels, x, y, z per vertex, in the square's. */
  float[] put(float[] vertices) {
    float scale = (float) size / side();
    float[] moved = new float[vertices.length];
    for (int v = 0; v < vertices.length; v += 3) {
      moved[v] = (vertices[v] + left()) * scale;
      moved[v + 1] = (vertices[v + 1] + top()) * scale;
      moved[v + 2] = vertices[v + 2] * scale;
    }
    return moved;
  }
}
