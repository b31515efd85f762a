package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Pictures side by side at one height, each with its own proportions: reference, driver, light and result, for
 * {@code --compare}. The layout is fixed by the first set of pictures, so that a video keeps one size; later pictures of
 * other proportions are fitted into their panel on black.
 */
public final class Panels {
  private final int height;
  private final List<String> captions;
  private int[] widths;

  /**
   * @param height of all panels in pixels, even
   * @param captions one for each panel, in plain ASCII; an empty one draws nothing, an empty list captions none
   */
  public Panels(int height, List<String> captions) {
    if (height < 16 || height % 2 != 0) {
      throw new IllegalArgumentException("panels need an even height of at least 16 pixels, was " + height);
    }
    this.height = height;
    this.captions = List.copyOf(captions);
  }

  /**
   * One picture of all panels. The given pictures stay the caller's.
   *
   * @param pictures from left to right, as many each time
   * @return a new frame with the last picture's presentation time, of even width
   */
  public Frame join(List<Frame> pictures) {
    if (widths == null) {
      widths = widths(pictures);
    }
    if (pictures.size() != widths.length) {
      throw new IllegalArgumentException("expected " + widths.length + " panels, got " + pictures.size());
    }
    int total = 0;
    for (int width : widths) {
      total += width;
    }
    Frame last = pictures.get(pictures.size() - 1);
    Mat joined = new Mat(height, total, CV_8UC3);
    try (PointerScope scope = new PointerScope()) {
      joined.put(Scalar.all(0));
      int x = 0;
      for (int i = 0; i < widths.length; i++) {
        Mat panel = joined.apply(new Rect(x, 0, widths[i], height));
        fit(pictures.get(i).pixels(), panel);
        if (i < captions.size()) {
          Caption.draw(panel, captions.get(i));
        }
        x += widths[i];
      }
      return Frame.of(joined, last.presentationTime(), last.timeBase());
    }
  }

  private int[] widths(List<Frame> pictures) {
    int[] chosen = new int[pictures.size()];
    for (int i = 0; i < chosen.length; i++) {
      Frame picture = pictures.get(i);
      // Even widths, because most video codecs halve the colour's resolution.
      chosen[i] = Math.max(2, 2 * Math.round((float) height * picture.width() / picture.height() / 2));
    }
    return chosen;
  }

  /** Draws a picture as large as it fits into the middle of a panel; alpha is drawn on the panel's black. */
  static void fit(Mat picture, Mat panel) {
    double factor = Math.min((double) panel.cols() / picture.cols(), (double) panel.rows() / picture.rows());
    int wide = Math.min(panel.cols(), Math.max(1, (int) Math.round(factor * picture.cols())));
    int high = Math.min(panel.rows(), Math.max(1, (int) Math.round(factor * picture.rows())));
    // A hair of rounding must not leave a black line.
    wide = panel.cols() - wide <= 2 ? panel.cols() : wide;
    high = panel.rows() - high <= 2 ? panel.rows() : high;
    try (PointerScope scope = new PointerScope()) {
      Mat colours = picture;
      if (picture.channels() == 4) {
        colours = Cutout.onBlack(picture);
      }
      Mat area = panel.apply(new Rect((panel.cols() - wide) / 2, (panel.rows() - high) / 2, wide, high));
      Mat sized = new Mat();
      int method = factor < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC;
      opencv_imgproc.resize(colours, sized, new Size(wide, high), 0, 0, method);
      sized.copyTo(area);
    }
  }
}
