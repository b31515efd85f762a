package dev.keylight.media;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One picture in native memory: the single pixel container of the whole path, so that FFmpeg, OpenCV and libtorch see
 * the same bytes.
 *
 * <p>Pixels are display-oriented, 8-bit, full-range sRGB, interleaved R,G,B or R,G,B,A with straight alpha. The frame
 * owns its memory: whoever receives a frame closes it.
 */
public final class Frame implements AutoCloseable {
  static {
    // Nothing is done to pictures before there is one.
    Windowless.prepare();
  }

  private final Mat pixels;
  private final long presentationTime;
  private final Rational timeBase;

  private Frame(Mat pixels, long presentationTime, Rational timeBase) {
    if (pixels.type() != opencv_core.CV_8UC3 && pixels.type() != opencv_core.CV_8UC4) {
      throw new IllegalArgumentException("a frame holds 8-bit RGB or RGBA, got OpenCV type " + pixels.type());
    }
    this.pixels = pixels;
    this.presentationTime = presentationTime;
    this.timeBase = timeBase;
  }

  /** Takes ownership of the given 8-bit RGB or RGBA pixels. */
  public static Frame of(Mat pixels, long presentationTime, Rational timeBase) {
    return new Frame(pixels, presentationTime, timeBase);
  }

  /** A still picture at time zero. Takes ownership of the pixels. */
  public static Frame still(Mat pixels) {
    return new Frame(pixels, 0, new Rational(1, 1000));
  }

  /** The pixels themselves, not a copy; valid until {@link #close()}. */
  public Mat pixels() {
    return pixels;
  }

  public int width() {
    return pixels.cols();
  }

  public int height() {
    return pixels.rows();
  }

  public boolean hasAlpha() {
    return pixels.channels() == 4;
  }

  /** When the frame is shown, in units of {@link #timeBase()}. */
  public long presentationTime() {
    return presentationTime;
  }

  public Rational timeBase() {
    return timeBase;
  }

  /** When the frame is shown, in seconds from the start of the clip. */
  public double seconds() {
    return presentationTime * timeBase.value();
  }

  /** A copy of the pixels as RGB, without the alpha channel; owned by the caller. */
  public Mat opaque() {
    Mat rgb = new Mat();
    if (hasAlpha()) {
      opencv_imgproc.cvtColor(pixels, rgb, opencv_imgproc.COLOR_RGBA2RGB);
    } else {
      pixels.copyTo(rgb);
    }
    return rgb;
  }

  @Override
  public void close() {
    pixels.close();
  }
}
