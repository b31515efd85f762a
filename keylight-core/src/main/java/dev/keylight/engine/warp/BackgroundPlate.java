package dev.keylight.engine.warp;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The room without the person: the picture itself wherever the matte is empty, and behind the person what the
 * surroundings suggest, so that a head that moves uncovers something sensible.
 *
 * <p>Near the rim the nearest known colours are continued, so that a wall's edge goes on where it vanishes behind the
 * head; deep inside, where nothing is known, averages of the surroundings ({@link PushPull}). The matte's soft rim counts
 * as hole, since its pixels already hold some of the person.
 */
final class BackgroundPlate {
  private static final float PERSON_ABOVE = 0.02f;

  /** Depth inside the hole, as a share of the picture, at which the average has replaced the nearest colours. */
  private static final float NEAREST_REACH = 0.16f;

  /** What a step up or down counts against a step sideways. */
  private static final float UPRIGHT = 0.4f;

  private BackgroundPlate() {}

  /**
   * @param picture 8-bit RGB
   * @param matte float in 0..1, same size
   * @return 8-bit RGB of the same size, owned by the caller; equal to the picture outside the dilated matte
   */
  static Mat paint(Mat picture, Mat matte) {
    try (PointerScope scope = new PointerScope()) {
      Mat hole = new Mat();
      opencv_imgproc.threshold(matte, hole, PERSON_ABOVE, 255, opencv_imgproc.THRESH_BINARY);
      hole.convertTo(hole, opencv_core.CV_8U);
      int side = Math.max(picture.cols(), picture.rows());
      int grow = Math.max(3, Math.round(0.01f * side)) | 1;
      opencv_imgproc.dilate(
          hole, hole, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(grow, grow)));
      Mat known = new Mat();
      opencv_core.bitwise_not(hole, known);

      Mat plate = new Mat();
      try (Mat average = PushPull.fill(picture, known)) {
        if (opencv_core.countNonZero(known) == 0) {
          average.copyTo(plate);
        } else {
          blend(picture, hole, average, NEAREST_REACH * side).copyTo(plate);
          picture.copyTo(plate, known);
        }
      }
      plate.retainReference();
      return plate;
    }
  }

  private static Mat blend(Mat picture, Mat hole, Mat average, float reach) {
    Mat depth = new Mat();
    opencv_imgproc.distanceTransform(hole, depth, opencv_imgproc.DIST_L2, opencv_imgproc.DIST_MASK_5);
    int pixels = picture.cols() * picture.rows();
    int[] donor = donors(hole);
    float[] far = new float[pixels];
    byte[] from = new byte[3 * pixels];
    byte[] mean = new byte[3 * pixels];
    Pixels.floats(depth).get(far);
    Pixels.bytes(picture).get(from);
    Pixels.bytes(average).get(mean);
    for (int i = 0; i < pixels; i++) {
      if (far[i] > 0) {
        // Where hardly anything is known the donor may itself lie in the hole, and shows the person.
        float t = far[donor[i]] > 0 ? 1 : HeadMesh.smoothstep(0, reach, far[i]);
        int nearest = 3 * donor[i];
        for (int c = 0; c < 3; c++) {
          float a = from[nearest + c] & 255;
          mean[3 * i + c] = (byte) Math.round(a + t * ((mean[3 * i + c] & 255) - a));
        }
      }
    }
    Mat filled = new Mat(picture.rows(), picture.cols(), picture.type());
    Pixels.bytes(filled).put(mean);
    return softened(filled, depth, reach);
  }

  /**
   * For every pixel of the hole the nearest known one, with heights counted less than widths: what stands behind people is
   * mostly upright (door frames, curtains, corners), and goes on upright.
   */
  private static int[] donors(Mat hole) {
    int columns = hole.cols();
    int rows = Math.max(1, Math.round(UPRIGHT * hole.rows()));
    Mat flat = new Mat();
    opencv_imgproc.resize(hole, flat, new Size(columns, rows), 0, 0, opencv_imgproc.INTER_AREA);
    // A squeezed pixel is known only if all of it is.
    opencv_imgproc.threshold(flat, flat, 0, 255, opencv_imgproc.THRESH_BINARY);
    if (opencv_core.countNonZero(flat) == columns * rows) {
      opencv_imgproc.resize(hole, flat, new Size(columns, rows), 0, 0, opencv_imgproc.INTER_NEAREST);
    }
    Mat depth = new Mat();
    Mat labels = new Mat();
    opencv_imgproc.distanceTransformWithLabels(
        flat, depth, labels, opencv_imgproc.DIST_L2, opencv_imgproc.DIST_MASK_5, opencv_imgproc.DIST_LABEL_PIXEL);
    int[] label = new int[columns * rows];
    byte[] inHole = new byte[columns * rows];
    IntBuffer buffer = labels.createBuffer();
    buffer.get(label);
    Pixels.bytes(flat).get(inHole);
    int[] known = new int[columns * rows + 1];
    for (int i = 0; i < label.length; i++) {
      if (inHole[i] == 0) {
        known[label[i]] = i;
      }
    }
    int[] donors = new int[columns * hole.rows()];
    for (int y = 0; y < hole.rows(); y++) {
      int row = Math.min(rows - 1, y * rows / hole.rows());
      for (int x = 0; x < columns; x++) {
        int from = known[label[row * columns + x]];
        int fromRow = Math.min(hole.rows() - 1, (int) ((from / columns + 0.5f) * hole.rows() / rows));
        donors[y * columns + x] = fromRow * columns + from % columns;
      }
    }
    return donors;
  }

  /** Nearest colours come in rays; the farther from the rim, the softer they must be. */
  private static Mat softened(Mat filled, Mat depth, float reach) {
    Mat soft = new Mat();
    opencv_imgproc.GaussianBlur(filled, soft, new Size(0, 0), Math.max(1.5, 0.12 * reach));
    Mat weight = new Mat();
    depth.convertTo(weight, opencv_core.CV_32F, 1 / (0.35 * reach), 0);
    opencv_imgproc.threshold(weight, weight, 1, 1, opencv_imgproc.THRESH_TRUNC);
    Mat rest = new Mat();
    weight.convertTo(rest, opencv_core.CV_32F, -1, 1);
    Mat result = new Mat();
    opencv_imgproc.blendLinear(soft, filled, weight, rest, result);
    return result;
  }
}
