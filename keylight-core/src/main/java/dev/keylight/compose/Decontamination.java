package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Takes the old background out of the colours of a matte's soft rim: each pixel that is not surely the person moves
 * towards the mean colour of the sure ones around it, weighted with a Gaussian and the sixth power of alpha.
 *
 * <p>These means vary slowly, so they are taken in a small picture, and a large one is touched only in the tiles that
 * the rim runs through.
 */
final class Decontamination {
  /** Standard deviation of the Gaussian, as a share of the long side. */
  private static final double REACH = 0.008;

  /** Long side of the small picture: the Gaussian is still two of its pixels wide. */
  private static final int SMALL_SIDE = 256;

  private static final int TILE = 64;

  /** Share of sure pixels in the neighbourhood from which on their mean colour counts fully. */
  private static final double ENOUGH = 0.02;

  /** The mean colour of the sure pixels around, and how far it can be trusted (0..255), both small. */
  private record Inside(Mat colours, Mat trust) {}

  private Decontamination() {}

  /**
   * Replaces the rim's colours in place. Pixels of full alpha and those far from the person keep theirs.
   *
   * @param colours 8-bit RGB
   * @param alpha 8-bit, same size
   */
  static void clean(Mat colours, Mat alpha) {
    try (PointerScope scope = new PointerScope()) {
      Mat sure = new Mat();
      opencv_core.LUT(alpha, sixthPower(), sure);
      double scale = Math.min(1, (double) SMALL_SIDE / Math.max(colours.cols(), colours.rows()));
      Size small = new Size(extent(colours.cols(), scale), extent(colours.rows(), scale));
      Mat smallSure = new Mat();
      opencv_imgproc.resize(sure, smallSure, small, 0, 0, opencv_imgproc.INTER_AREA);
      Inside inside = inside(colours, sure, smallSure);
      Mat change = new Mat();
      opencv_core.bitwise_not(smallSure, change);
      opencv_core.multiply(change, inside.trust(), change, 1 / 255.0, CV_8UC1);
      for (int y = 0; y < colours.rows(); y += TILE) {
        for (int x = 0; x < colours.cols(); x += TILE) {
          Rect tile = new Rect(x, y, Math.min(TILE, colours.cols() - x), Math.min(TILE, colours.rows() - y));
          if (touches(change, tile, colours)) {
            cleanTile(colours.apply(tile), sure.apply(tile), inside, placement(small, colours, tile));
          }
        }
      }
    }
  }

  private static int extent(int full, double scale) {
    return Math.max(1, (int) Math.round(full * scale));
  }

  private static Mat sixthPower() {
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.round(255 * Math.pow(i / 255.0, 6));
    }
    Mat powers = new Mat(1, 256, CV_8UC1);
    powers.data().put(table);
    return powers;
  }

  private static Inside inside(Mat colours, Mat sure, Mat smallSure) {
    double reach = Math.max(2, REACH * Math.max(colours.cols(), colours.rows())) * smallSure.cols() / colours.cols();
    Mat weighted = new Mat();
    opencv_imgproc.cvtColor(sure, weighted, opencv_imgproc.COLOR_GRAY2RGB);
    opencv_core.multiply(colours, weighted, weighted, 1 / 255.0, CV_8UC3);
    Mat sum = new Mat();
    opencv_imgproc.resize(weighted, sum, smallSure.size(), 0, 0, opencv_imgproc.INTER_AREA);
    sum.convertTo(sum, CV_32FC3);
    opencv_imgproc.GaussianBlur(sum, sum, new Size(0, 0), reach);
    Mat weight = new Mat();
    smallSure.convertTo(weight, CV_32FC1, 1 / 255.0, 0);
    opencv_imgproc.GaussianBlur(weight, weight, new Size(0, 0), reach);
    Mat trust = new Mat();
    weight.convertTo(trust, CV_8UC1, 255 / ENOUGH, 0);
    // The small addend only keeps the division finite where there is no person.
    opencv_core.add(weight, new Mat(weight.size(), CV_32FC1, Scalar.all(1e-4)), weight);
    opencv_imgproc.cvtColor(weight, weight, opencv_imgproc.COLOR_GRAY2RGB);
    Mat mean = new Mat();
    opencv_core.divide(sum, weight, mean, 1, CV_8UC3);
    return new Inside(mean, trust);
  }

  /** Whether anything changes in a tile, one small pixel around it included. */
  private static boolean touches(Mat change, Rect tile, Mat full) {
    try (PointerScope scope = new PointerScope()) {
      int left = Math.max(0, tile.x() * change.cols() / full.cols() - 1);
      int top = Math.max(0, tile.y() * change.rows() / full.rows() - 1);
      int right = Math.min(change.cols(), (tile.x() + tile.width()) * change.cols() / full.cols() + 2);
      int bottom = Math.min(change.rows(), (tile.y() + tile.height()) * change.rows() / full.rows() + 2);
      return opencv_core.countNonZero(change.apply(new Rect(left, top, right - left, bottom - top))) > 0;
    }
  }

  /** From a tile's pixels to the small picture's; the halves keep centres on centres, which OpenCV counts at whole numbers. */
  private static Mat placement(Size small, Mat full, Rect tile) {
    double across = (double) small.width() / full.cols();
    double down = (double) small.height() / full.rows();
    Mat placement = new Mat(2, 3, CV_64FC1);
    new DoublePointer(placement.data())
        .put(across, 0, (tile.x() + 0.5) * across - 0.5, 0, down, (tile.y() + 0.5) * down - 0.5);
    return placement;
  }

  private static void cleanTile(Mat colours, Mat sure, Inside inside, Mat placement) {
    try (PointerScope scope = new PointerScope()) {
      Mat mean = enlarged(inside.colours(), placement, colours.size());
      Mat share = enlarged(inside.trust(), placement, colours.size());
      Mat soft = new Mat();
      opencv_core.bitwise_not(sure, soft);
      opencv_core.multiply(share, soft, share, 1 / 255.0, CV_8UC1);
      opencv_imgproc.cvtColor(share, share, opencv_imgproc.COLOR_GRAY2RGB);
      opencv_core.multiply(mean, share, mean, 1 / 255.0, CV_8UC3);
      opencv_core.bitwise_not(share, share);
      opencv_core.multiply(colours, share, colours, 1 / 255.0, CV_8UC3);
      opencv_core.add(colours, mean, colours);
    }
  }

  private static Mat enlarged(Mat small, Mat placement, Size size) {
    Mat tile = new Mat();
    int method = opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP;
    opencv_imgproc.warpAffine(small, tile, placement, size, method, BORDER_REPLICATE, new Scalar());
    return tile;
  }
}
