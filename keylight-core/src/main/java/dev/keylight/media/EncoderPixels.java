package dev.keylight.media;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A frame's pixels as an encoder wants them: of even size, blended over black where alpha cannot be kept, and in
 * memory that swscale may read a little past. Frames that already fit pass through without a copy.
 */
final class EncoderPixels implements AutoCloseable {
  /** swscale's vector code reads rows in steps of 16 pixels. */
  private static final int ROW_STEP = 16;

  private final int width;
  private final int height;
  private final int addedColumns;
  private final int addedRows;
  private final boolean flatten;
  private final Mat roomy = new Mat();
  private final Mat flat = new Mat();
  private final Mat opacity = new Mat();

  EncoderPixels(int width, int height, boolean alpha, boolean keepAlpha, boolean evenSize) {
    this.width = width;
    this.height = height;
    addedColumns = evenSize ? width & 1 : 0;
    addedRows = evenSize ? height & 1 : 0;
    flatten = alpha && !keepAlpha;
  }

  int width() {
    return width + addedColumns;
  }

  int height() {
    return height + addedRows;
  }

  boolean padded() {
    return addedColumns + addedRows > 0;
  }

  /** Valid until the next call or until the given pixels change. */
  Mat of(Mat pixels) {
    Mat ready = blended(pixels);
    if (!padded() && width % ROW_STEP == 0 && ready.isContinuous()) {
      return ready;
    }
    opencv_core.copyMakeBorder(ready, roomy, 0, addedRows + 1, 0, addedColumns, opencv_core.BORDER_REPLICATE,
        Scalar.all(0));
    return roomy;
  }

  /** The pixels, over black where alpha cannot be kept, at their own size. */
  Mat blended(Mat pixels) {
    if (!flatten) {
      return pixels;
    }
    opencv_core.extractChannel(pixels, opacity, 3);
    opencv_imgproc.cvtColor(opacity, opacity, opencv_imgproc.COLOR_GRAY2RGB);
    opencv_imgproc.cvtColor(pixels, flat, opencv_imgproc.COLOR_RGBA2RGB);
    opencv_core.multiply(flat, opacity, flat, 1 / 255.0, -1);
    return flat;
  }

  @Override
  public void close() {
    roomy.close();
    flat.close();
    opacity.close();
  }
}
