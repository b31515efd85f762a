package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Puts rendered crops back into full pictures, so that nobody sees where the crop ended.
 *
 * <p>Inside the crop the light may have changed, outside it has not: a plain feather would show a box. So towards those
 * edges of the crop that lie inside the picture the render's low frequencies (its light) go over into the picture's first,
 * over a wide margin, as a ratio that leaves all detail alone; only then, over a narrow one, pixels are blended.
 *
 * <p>A crop that was rendered smaller than it is shown carries only its change to the full picture: where it changed
 * nothing, the picture keeps every pixel it had.
 */
public final class PasteBack implements AutoCloseable {
  /** The margin over which the light goes over, as a share of the crop's short side. */
  private static final double LIGHT_MARGIN = 0.16;
  /** The margin over which pixels are blended. */
  private static final double PIXEL_MARGIN = 0.035;
  /** The long side of the pictures on which light is compared. */
  private static final int LIGHT_SIZE = 96;
  /** Added to both sides of the ratio so that black does not divide by black; in 8-bit steps. */
  private static final double DARKEST = 6;

  private final FaceCrop crop;
  /** How much of the render's own light is kept, single channel at the size light is compared on. */
  private final Mat ownLight;
  /** How much of the render's pixels is kept, at the region's size; three channels as the pixels it multiplies. */
  private final Mat ownPixels;

  public PasteBack(FaceCrop crop) {
    this.crop = crop;
    int longSide = Math.max(crop.regionWidth(), crop.regionHeight());
    int wide = Math.max(8, LIGHT_SIZE * crop.regionWidth() / longSide);
    int high = Math.max(8, LIGHT_SIZE * crop.regionHeight() / longSide);
    this.ownLight = crop.isWhole() ? null : kept(wide, high, LIGHT_MARGIN, PIXEL_MARGIN);
    if (crop.isWhole()) {
      this.ownPixels = null;
    } else {
      try (Mat single = kept(crop.regionWidth(), crop.regionHeight(), PIXEL_MARGIN, 0)) {
        this.ownPixels = new Mat();
        opencv_imgproc.cvtColor(single, ownPixels, opencv_imgproc.COLOR_GRAY2BGR);
      }
    }
  }

  /**
   * Puts a rendered crop into its picture.
   *
   * @param picture the full picture; stays the caller's
   * @param render what was rendered for the crop, RGB; belongs to this call from now on
   * @return the full picture with the render in it, with the render's presentation time
   */
  public Frame paste(Frame picture, Frame render) {
    if (render.width() != crop.width() || render.height() != crop.height()) {
      int[] got = {render.width(), render.height()};
      render.close();
      throw new IllegalArgumentException(
          "the crop is " + crop.width() + " × " + crop.height() + " pixels, the render " + got[0] + " × " + got[1]);
    }
    if (crop.isWhole()) {
      return render;
    }
    // Made outside the scope, which closes all that is made in it.
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope();
        render) {
      rgb(picture.pixels()).copyTo(result);
      Mat region = result.apply(crop.area());
      Mat full = crop.factor() < 1 ? enlarged(rgb(render.pixels()), region) : rgb(render.pixels());
      Mat matched = lightMatched(full, region);
      Mat difference = new Mat();
      opencv_core.subtract(matched, region, difference, new Mat(), CV_32FC3);
      opencv_core.multiply(difference, ownPixels, difference);
      opencv_core.add(region, difference, region, new Mat(), CV_8UC3);
      return Frame.of(result, render.presentationTime(), render.timeBase());
    }
  }

  /** The render with its light going over into the picture's towards the crop's edges. */
  private Mat lightMatched(Mat render, Mat region) {
    Mat gain = new Mat();
    opencv_core.divide(lowFrequencies(region), lowFrequencies(render), gain);
    opencv_core.log(gain, gain);
    Mat towardsPicture = new Mat();
    opencv_core.subtract(new Mat(ownLight.size(), CV_32FC1, Scalar.all(1)), ownLight, towardsPicture);
    Mat threefold = new Mat();
    opencv_imgproc.cvtColor(towardsPicture, threefold, opencv_imgproc.COLOR_GRAY2BGR);
    opencv_core.multiply(gain, threefold, gain);
    opencv_core.exp(gain, gain);
    opencv_imgproc.resize(gain, gain, render.size(), 0, 0, opencv_imgproc.INTER_LINEAR);
    Mat matched = new Mat();
    opencv_core.multiply(render, gain, matched, 1, CV_32FC3);
    return matched;
  }

  private Mat lowFrequencies(Mat picture) {
    Mat low = new Mat();
    opencv_imgproc.resize(picture, low, ownLight.size(), 0, 0, opencv_imgproc.INTER_AREA);
    low.convertTo(low, CV_32F);
    opencv_imgproc.GaussianBlur(low, low, new Size(0, 0), 3);
    opencv_core.add(low, new Mat(low.size(), CV_32FC3, Scalar.all(DARKEST)), low);
    return low;
  }

  /** A smaller render at the region's size: the region plus the enlarged change where little changed, else enlarged. */
  private Mat enlarged(Mat render, Mat region) {
    Mat before = new Mat();
    opencv_imgproc.resize(region, before, render.size(), 0, 0, opencv_imgproc.INTER_AREA);
    Mat change = new Mat();
    opencv_core.subtract(render, before, change, new Mat(), CV_32FC3);
    Mat amount = new Mat();
    opencv_core.absdiff(render, before, amount);
    opencv_imgproc.cvtColor(amount, amount, opencv_imgproc.COLOR_RGB2GRAY);
    amount.convertTo(amount, CV_32FC1);
    opencv_imgproc.GaussianBlur(amount, amount, new Size(0, 0), 4);
    // 0 up to a change of 2 steps, 1 from 6 on: what moved must not let the picture's old detail shine through.
    amount.convertTo(amount, CV_32FC1, 0.25, -0.5);
    opencv_core.max(amount, 0).asMat().copyTo(amount);
    opencv_core.min(amount, 1).asMat().copyTo(amount);
    Size full = region.size();
    Mat carried = new Mat();
    opencv_imgproc.resize(change, carried, full, 0, 0, opencv_imgproc.INTER_LINEAR);
    opencv_core.add(carried, region, carried, new Mat(), CV_32FC3);
    Mat direct = new Mat();
    opencv_imgproc.resize(render, direct, full, 0, 0, opencv_imgproc.INTER_CUBIC);
    Mat share = new Mat();
    opencv_imgproc.resize(amount, share, full, 0, 0, opencv_imgproc.INTER_LINEAR);
    opencv_imgproc.cvtColor(share, share, opencv_imgproc.COLOR_GRAY2BGR);
    Mat difference = new Mat();
    opencv_core.subtract(direct, carried, difference, new Mat(), CV_32FC3);
    opencv_core.multiply(difference, share, difference);
    opencv_core.add(carried, difference, carried);
    carried.convertTo(carried, CV_8UC3);
    return carried;
  }

  /** Weights that are 1 inside and fall to 0 at every edge that is not also the picture's, flat over {@code dead}. */
  private Mat kept(int wide, int high, double margin, double dead) {
    boolean[] open = {
      crop.x() > 0,
      crop.y() > 0,
      crop.x() + crop.regionWidth() < crop.frameWidth(),
      crop.y() + crop.regionHeight() < crop.frameHeight()
    };
    double shortSide = Math.min(wide, high);
    Mat weights = new Mat(high, wide, CV_32FC1);
    try (FloatIndexer at = weights.createIndexer()) {
      for (int row = 0; row < high; row++) {
        for (int column = 0; column < wide; column++) {
          double[] inwards = {column + 0.5, row + 0.5, wide - column - 0.5, high - row - 0.5};
          double weight = 1;
          for (int side = 0; side < 4; side++) {
            if (open[side]) {
              weight *= smooth((inwards[side] / shortSide - dead) / margin);
            }
          }
          at.put(row, column, (float) weight);
        }
      }
    }
    return weights;
  }

  private static double smooth(double x) {
    double t = Math.max(0, Math.min(1, x));
    return t * t * (3 - 2 * t);
  }

  /** The colours of a picture without its alpha. */
  private static Mat rgb(Mat pixels) {
    if (pixels.channels() == 3) {
      return pixels;
    }
    Mat colours = new Mat();
    opencv_imgproc.cvtColor(pixels, colours, opencv_imgproc.COLOR_RGBA2RGB);
    return colours;
  }

  @Override
  public void close() {
    if (ownLight != null) {
      ownLight.close();
      ownPixels.close();
    }
  }
}
