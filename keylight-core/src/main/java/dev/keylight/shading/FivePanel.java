package dev.keylight.shading;

import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The published hand-over picture (spec §7.11): five squares side by side, source, alpha, driving frame, landmark map and
 * shading, each {@link #SIZE} pixels wide. The published system writes one such video between its two scripts.
 */
public final class FivePanel {
  public static final int SIZE = 512;

  /** How many panels there are; the last is the shading. */
  public static final int COUNT = 5;

  private FivePanel() {}

  /**
   * Joins five pictures, each scaled to the square, squashed where it is not square, as published.
   *
   * @param alpha the matte as a grey picture
   * @return a picture of 2560 × 512, owned by the caller; carries the driving frame's time. The inputs stay open
   */
  public static Frame join(Frame source, Frame alpha, Frame driving, Frame landmarks, Frame shading) {
    Mat joined = new Mat(SIZE, COUNT * SIZE, opencv_core.CV_8UC3);
    Frame[] panels = {source, alpha, driving, landmarks, shading};
    for (int i = 0; i < panels.length; i++) {
      place(panels[i], joined, i);
    }
    return Frame.of(joined, driving.presentationTime(), driving.timeBase());
  }

  /** One panel of a joined picture, 0 to 4, as a picture of its own. */
  public static Frame panel(Frame joined, int index) {
    if (joined.width() != COUNT * SIZE || joined.height() != SIZE) {
      throw new BadInputException(
          "a five-panel picture is 2560×512, this one is " + joined.width() + "×" + joined.height()
              + "; give the video that `keylight shade` or the published preprocessing wrote");
    }
    try (Rect box = new Rect(index * SIZE, 0, SIZE, SIZE);
        Mat view = new Mat(joined.pixels(), box)) {
      return Frame.of(view.clone(), joined.presentationTime(), joined.timeBase());
    }
  }

  private static void place(Frame panel, Mat joined, int index) {
    try (Rect box = new Rect(index * SIZE, 0, SIZE, SIZE);
        Mat slot = new Mat(joined, box);
        Mat opaque = new Mat();
        Size size = new Size(SIZE, SIZE)) {
      Mat picture = panel.pixels();
      if (panel.hasAlpha()) {
        opencv_imgproc.cvtColor(picture, opaque, opencv_imgproc.COLOR_RGBA2RGB);
        picture = opaque;
      }
      boolean shrinks = picture.cols() > SIZE;
      opencv_imgproc.resize(
          picture, slot, size, 0, 0, shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
    }
  }
}
