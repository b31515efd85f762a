package dev.keylight.eval.footage;

import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Plays a {@link Footage}: upright RGB frames whose longer side is {@link #LONG_SIDE}, as the published numbers are taken,
 * scaled by area, linearly where they grow by more than {@link #GROWN}. Transparent pixels stand before black. Not thread
 * safe.
 */
public final class Reel implements AutoCloseable {
  /** The longer side, in pixels, of every picture that is measured. */
  public static final int LONG_SIDE = 512;

  /** Shapes that differ by less, such as 512 × 512 and 498 × 500, are taken for one. */
  private static final double SAME_SHAPE = 0.02;

  /** From here on the area method would repeat pixels, whose edges count as detail. */
  private static final double GROWN = 1.25;

  private final Footage footage;
  private final FrameSource source;
  private int width;
  private int height;
  private boolean skipped;

  /**
   * @throws BadInputException if the file cannot be read, or is narrower than the columns asked for
   */
  public Reel(Footage footage) {
    this.footage = footage;
    this.source = Media.open(footage.file());
    int columns = columns();
    if (footage.endColumn() > source.info().width()) {
      source.close();
      throw new BadInputException(
          footage.file() + " is " + source.info().width() + " pixels wide; columns up to " + footage.endColumn()
              + " were asked for");
    }
    double scale = (double) LONG_SIDE / Math.max(columns, source.info().height());
    width = Math.max(1, (int) Math.round(columns * scale));
    height = Math.max(1, (int) Math.round(source.info().height() * scale));
  }

  private int columns() {
    return footage.endColumn() == 0 ? source.info().width() : footage.endColumn() - footage.firstColumn();
  }

  /** Frames will have another reel's size, if the two have about the same shape. */
  public Reel sizedAs(Reel other) {
    if (sameShape(other)) {
      width = other.width;
      height = other.height;
    }
    return this;
  }

  /** Whether pixels of the two can be compared one by one. */
  public boolean sameShape(Reel other) {
    return Math.abs(Math.log((double) width / height) - Math.log((double) other.width / other.height)) < SAME_SHAPE;
  }

  public MediaInfo info() {
    return source.info();
  }

  /** Columns of the part that is used, in the file's pixels. */
  public int originalWidth() {
    return columns();
  }

  public boolean still() {
    return source.info().still();
  }

  /** The next frame, owned by the caller; null after the last. */
  public Frame next() {
    for (int i = 0; !skipped && i < footage.skip(); i++) {
      Frame unused = source.next();
      if (unused == null) {
        throw new BadInputException(footage.file() + " has no more than " + i + " frames; " + footage.skip() + " were to be skipped");
      }
      unused.close();
    }
    skipped = true;
    Frame frame = source.next();
    return frame == null ? null : sized(frame);
  }

  private Frame sized(Frame frame) {
    if (frame.width() == width && frame.height() == height && !frame.hasAlpha() && footage.endColumn() == 0) {
      return frame;
    }
    Mat result = new Mat();
    try (frame; PointerScope scope = new PointerScope()) {
      Mat part = frame.pixels();
      if (footage.endColumn() != 0) {
        part = part.apply(new Rect(footage.firstColumn(), 0, Math.min(columns(), frame.width() - footage.firstColumn()), frame.height()));
      }
      if (frame.hasAlpha()) {
        part = overBlack(part);
      }
      int method = width > GROWN * part.cols() ? opencv_imgproc.INTER_LINEAR : opencv_imgproc.INTER_AREA;
      opencv_imgproc.resize(part, result, new Size(width, height), 0, 0, method);
      return Frame.of(result, frame.presentationTime(), frame.timeBase());
    }
  }

  private static Mat overBlack(Mat rgba) {
    Mat colours = new Mat();
    opencv_imgproc.cvtColor(rgba, colours, opencv_imgproc.COLOR_RGBA2RGB);
    Mat alpha = new Mat();
    opencv_core.extractChannel(rgba, alpha, 3);
    opencv_imgproc.cvtColor(alpha, alpha, opencv_imgproc.COLOR_GRAY2RGB);
    opencv_core.multiply(colours, alpha, colours, 1 / 255.0, opencv_core.CV_8UC3);
    return colours;
  }

  @Override
  public void close() {
    source.close();
  }
}
