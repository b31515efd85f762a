package dev.keylight.lcvd.preprocess;

import dev.keylight.shading.FivePanel;
import org.bytedeco.opencv.opencv_core.Mat;

/** The size the detectors were tuned to. */
final class WorkingSize {
  private WorkingSize() {}

  /** The picture with its long side at 512, or as it is when smaller; owned by the caller. */
  static Mat shrink(Mat rgb) {
    double factor = Math.min(1, (double) FivePanel.SIZE / Math.max(rgb.cols(), rgb.rows()));
    return PillowBicubic.resize(rgb, Math.max(1, (int) Math.round(factor * rgb.cols())),
        Math.max(1, (int) Math.round(factor * rgb.rows())));
  }
}
