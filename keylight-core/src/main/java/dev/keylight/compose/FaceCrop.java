package dev.keylight.compose;

import dev.keylight.face.FaceObservation;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The part of a large picture that is worth rendering: head, shoulders and room to move, at the picture's own resolution
 * or smaller, never enlarged. The picture's proportions are kept exactly: one factor scales both axes.
 *
 * @param x left edge in the picture's pixels
 * @param y top edge in the picture's pixels
 * @param regionWidth width in the picture's pixels
 * @param regionHeight height in the picture's pixels
 * @param width of the crop as it is rendered
 * @param height of the crop as it is rendered
 * @param frameWidth of the whole picture
 * @param frameHeight of the whole picture
 */
public record FaceCrop(
    int x, int y, int regionWidth, int regionHeight, int width, int height, int frameWidth, int frameHeight) {
  /** Crops larger than this on their long side are rendered smaller and their change is carried to the full picture. */
  public static final int LARGEST = 1280;

  /** Sizes are multiples of this, and so is the factor's denominator, so that both axes scale by one exact factor. */
  private static final int GRID = 32;
  /** What the crop shows, in face widths (temple to temple). */
  private static final float WIDTH = 4.4f;

  private static final float ABOVE = 2.2f;
  private static final float BELOW = 2.8f;

  /** Everything, at its own size. */
  public static FaceCrop whole(int frameWidth, int frameHeight) {
    return new FaceCrop(0, 0, frameWidth, frameHeight, frameWidth, frameHeight, frameWidth, frameHeight);
  }

  /** The part around a face. */
  public static FaceCrop around(FaceObservation face, int frameWidth, int frameHeight) {
    return around(face, frameWidth, frameHeight, LARGEST);
  }

  /**
   * The part around a face; everything when the face fills most of a picture that is small enough.
   *
   * @param largest the crop's long side at most, in pixels, at least 64
   */
  public static FaceCrop around(FaceObservation face, int frameWidth, int frameHeight, int largest) {
    if (largest < 64) {
      throw new IllegalArgumentException("a crop's long side must be at least 64 pixels, was " + largest);
    }
    float[] bounds = bounds(face);
    // Half of width and height together hardly changes when a head turns or a mouth opens.
    float size = (bounds[2] - bounds[0] + 0.8f * (bounds[3] - bounds[1])) / 2;
    float centerX = (bounds[0] + bounds[2]) / 2;
    float centerY = (bounds[1] + bounds[3]) / 2;
    int wide = Math.min(frameWidth, Math.round(WIDTH * size));
    int high = Math.min(frameHeight, Math.round((ABOVE + BELOW) * size));
    boolean most = (double) wide * high > 0.7 * frameWidth * frameHeight;
    if (Math.min(frameWidth, frameHeight) < 2 * GRID) {
      return whole(frameWidth, frameHeight);
    }
    if (most) {
      wide = frameWidth;
      high = frameHeight;
      if (Math.max(wide, high) <= largest) {
        return whole(frameWidth, frameHeight);
      }
    }
    wide = Math.max(GRID, wide / GRID * GRID);
    high = Math.max(GRID, high / GRID * GRID);
    int left = clamp(Math.round(centerX - wide / 2f), frameWidth - wide);
    int top = clamp(Math.round(centerY - high * ABOVE / (ABOVE + BELOW)), frameHeight - high);
    int parts = Math.max(1, Math.min(GRID, GRID * largest / Math.max(wide, high)));
    return new FaceCrop(
        left, top, wide, high, wide / GRID * parts, high / GRID * parts, frameWidth, frameHeight);
  }

  /** Whether the crop is the whole picture at its own size. */
  public boolean isWhole() {
    return regionWidth == frameWidth && regionHeight == frameHeight && width == frameWidth && height == frameHeight;
  }

  /** Rendered pixels per picture pixel, at most 1. */
  public float factor() {
    return (float) width / regionWidth;
  }

  /** Cuts the crop out of a picture. The result is a new frame; the picture stays the caller's. */
  public Frame cut(Frame picture) {
    if (picture.width() != frameWidth || picture.height() != frameHeight) {
      throw new IllegalArgumentException(
          "the crop was made for " + frameWidth + " × " + frameHeight + " pixels, got " + picture.width() + " × "
              + picture.height());
    }
    return Frame.of(cut(picture.pixels()), picture.presentationTime(), picture.timeBase());
  }

  /** Cuts the crop out of any matrix of the picture's size, a matte for instance. The result is a new matrix. */
  public Mat cut(Mat picture) {
    try (Rect area = area();
        Mat region = picture.apply(area);
        Size size = new Size(width, height)) {
      Mat crop = new Mat();
      if (width == regionWidth && height == regionHeight) {
        region.copyTo(crop);
      } else {
        opencv_imgproc.resize(region, crop, size, 0, 0, opencv_imgproc.INTER_AREA);
      }
      return crop;
    }
  }

  /** A face of the picture in the crop's coordinates. */
  public FaceObservation cut(FaceObservation face) {
    return face.placed(factor(), -factor() * x, -factor() * y);
  }

  Rect area() {
    return new Rect(x, y, regionWidth, regionHeight);
  }

  private static float[] bounds(FaceObservation face) {
    float[] bounds = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int v = 0; v < face.vertexCount(); v++) {
      bounds[0] = Math.min(bounds[0], face.x(v));
      bounds[1] = Math.min(bounds[1], face.y(v));
      bounds[2] = Math.max(bounds[2], face.x(v));
      bounds[3] = Math.max(bounds[3], face.y(v));
    }
    return bounds;
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(most, value));
  }
}
