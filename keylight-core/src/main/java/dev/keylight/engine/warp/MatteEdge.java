package dev.keylight.engine.warp;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The matte's rim measured on the picture. A segmentation's rim is soft and some pixels wide; where the room behind it is
 * known (the plate) and so is the person a little further in, a pixel's colour tells how much of each it holds:
 * {@code α = (I − B)·(F − B) / |F − B|²}, the compositing equation solved for α. Rim pixels that are room would otherwise
 * be lit as if they were skin, and glow.
 *
 * <p>Only the rim is measured: what the rim encloses is the person, however much an ear in front of a white wall looks like
 * the wall beside dark hair.
 */
final class MatteEdge {
  /** Squared colour difference, in 8-bit levels, below which person and room look too alike to tell. */
  private static final float TELLING = 40 * 40;

  private static final float SURE_PERSON = 0.97f;

  /** More person than room; what such pixels enclose is person too. */
  private static final float MORE_PERSON = 0.55f;

  /** How wide the rim is within its outline, as a share of the picture's longer side. */
  private static final float RIM = 0.006f;

  private MatteEdge() {}

  /**
   * @param picture interleaved 8-bit RGB
   * @param plate the room behind, likewise
   * @param matte changed in place
   */
  static void refine(Mat picture, byte[] pixels, byte[] plate, float[] matte) {
    float[] within = within(picture, matte);
    for (int i = 0; i < matte.length; i++) {
      matte[i] = Math.max(matte[i], within[i]);
    }
    byte[] person = person(picture, matte);
    for (int i = 0; i < matte.length; i++) {
      if (matte[i] <= 0.01f || matte[i] >= 0.995f) {
        continue;
      }
      float dot = 0;
      float square = 0;
      for (int c = 0; c < 3; c++) {
        float room = plate[3 * i + c] & 255;
        float f = (person[3 * i + c] & 255) - room;
        dot += ((pixels[3 * i + c] & 255) - room) * f;
        square += f * f;
      }
      float measured = HeadMesh.clamp(dot / Math.max(1, square), 0, 1);
      float trust = square / (square + TELLING);
      // Never far from the segmentation: a dark curl is not a hole.
      float bounded = HeadMesh.clamp(measured, matte[i] - 0.6f, matte[i] + 0.35f);
      matte[i] = HeadMesh.clamp(matte[i] + trust * (bounded - matte[i]), 0, 1);
    }
  }

  /** 1 well inside the person's outline, 0 on the rim and outside, a soft step between. */
  private static float[] within(Mat picture, float[] matte) {
    try (PointerScope scope = new PointerScope()) {
      Mat alpha = new Mat(picture.rows(), picture.cols(), opencv_core.CV_32FC1);
      Pixels.floats(alpha).put(matte);
      Mat inside = new Mat();
      opencv_imgproc.threshold(alpha, inside, MORE_PERSON, 255, opencv_imgproc.THRESH_BINARY);
      int rim = 2 * Math.max(1, Math.round(RIM * Math.max(picture.rows(), picture.cols()))) + 1;
      opencv_imgproc.erode(
          inside, inside, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(rim, rim)));
      opencv_imgproc.blur(inside, inside, new Size(3, 3));
      inside.convertTo(inside, opencv_core.CV_32F, 1 / 255.0, 0);
      float[] within = new float[matte.length];
      Pixels.floats(inside).get(within);
      return within;
    }
  }

  /** The person's colours continued outward over the rim. */
  private static byte[] person(Mat picture, float[] matte) {
    try (PointerScope scope = new PointerScope()) {
      Mat alpha = new Mat(picture.rows(), picture.cols(), opencv_core.CV_32FC1);
      Pixels.floats(alpha).put(matte);
      Mat sure = new Mat();
      opencv_imgproc.threshold(alpha, sure, SURE_PERSON, 255, opencv_imgproc.THRESH_BINARY);
      sure.convertTo(sure, opencv_core.CV_8U);
      opencv_imgproc.erode(
          sure, sure, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(3, 3)));
      byte[] colours = new byte[3 * matte.length];
      try (Mat continued = PushPull.fill(picture, sure)) {
        Pixels.bytes(continued).get(colours);
      }
      return colours;
    }
  }
}
