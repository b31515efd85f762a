package dev.keylight.media;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How stored pixels must be turned for display: the eight symmetries of a rectangle, in EXIF's order (TIFF 6.0, tag
 * 274, values 1 to 8).
 */
enum Orientation {
  UPRIGHT(false, null),
  MIRRORED(false, 1),
  UPSIDE_DOWN(false, -1),
  UPSIDE_DOWN_MIRRORED(false, 0),
  TRANSPOSED(true, null),
  QUARTER_CLOCKWISE(true, 1),
  TRANSVERSED(true, -1),
  QUARTER_COUNTERCLOCKWISE(true, 0);

  private final boolean transpose;
  /** OpenCV's flip code after transposing: 0 about x, 1 about y, -1 both, null none. */
  private final Integer flip;

  Orientation(boolean transpose, Integer flip) {
    this.transpose = transpose;
    this.flip = flip;
  }

  static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /**
   * From the 3×3 display matrix of MP4 (ISO/IEC 14496-12 §6.2.2), which maps stored (x, y) to displayed
   * (a·x + c·y, b·x + d·y). Angles other than quarter turns go to the nearest one.
   */
  static Orientation ofDisplayMatrix(int a, int b, int c, int d) {
    if (Math.abs((long) a) + Math.abs((long) d) >= Math.abs((long) b) + Math.abs((long) c)) {
      return a >= 0 ? (d >= 0 ? UPRIGHT : UPSIDE_DOWN_MIRRORED) : (d >= 0 ? MIRRORED : UPSIDE_DOWN);
    }
    // Displayed x follows stored y by c, displayed y follows stored x by b.
    return c >= 0 ? (b >= 0 ? TRANSPOSED : QUARTER_COUNTERCLOCKWISE) : (b >= 0 ? QUARTER_CLOCKWISE : TRANSVERSED);
  }

  boolean swapsSides() {
    return transpose;
  }

  /** The picture turned upright; takes over the given one, which is closed or returned as it is. */
  Mat apply(Mat stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    Mat upright = new Mat();
    if (transpose) {
      opencv_core.transpose(stored, upright);
      if (flip != null) {
        opencv_core.flip(upright, upright, flip);
      }
    } else {
      opencv_core.flip(stored, upright, flip);
    }
    stored.close();
    return upright;
  }
}
