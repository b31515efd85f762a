package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Puts rendered crops back into full pictures, so that nobody sees where the crop ended.
 *
 * <p>Inside the crop the light may have changed, outside it has not: a plain feather would show a box. So towards those
 * edges of the crop that lie inside the picture the render's low frequencies (its light) go over into the picture's first,
 * over a wide margin, as a ratio that leaves all detail alone; only then, over a narrow one, pixels are blended.
 *
 * <p>A crop that was rendered smaller than it is shown is enlarged, and the fine detail it could not hold is put back from
 * the picture wherever little changed: there the picture keeps every pixel it had.
 */
public final class PasteBack {
  /** The margin over which the light goes over, as a share of the crop's short side. */
  private static final double LIGHT_MARGIN = 0.16;
  /** The margin over which pixels are blended. */
  private static final double PIXEL_MARGIN = 0.035;
  /** The long side of the pictures on which light is compared. */
  private static final int LIGHT_SIZE = 96;
  /** Added to both sides of the ratio so that black does not divide by black; in 8-bit steps. */
  private static final double DARKEST = 6;

  private final FaceCrop crop;
  private final EdgeWeights lightWeights;
  private final EdgeWeights pixelWeights;

  public PasteBack(FaceCrop crop) {
    this.crop = crop;
    this.lightWeights = new EdgeWeights(crop, LIGHT_MARGIN, PIXEL_MARGIN);
    this.pixelWeights = new EdgeWeights(crop, PIXEL_MARGIN, 0);
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
      Mat pixels = rgb(render.pixels());
      if (crop.factor() < 1) {
        Mat before = new Mat();
        opencv_imgproc.resize(region, before, pixels.size(), 0, 0, opencv_imgproc.INTER_AREA);
        blend(region, enlarged(pixels), enlarged(before), unchanged(pixels, before), gain(pixels, before));
      } else {
        blend(region, pixels, null, null, gain(pixels, region));
      }
      return Frame.of(result, render.presentationTime(), render.timeBase());
    }
  }

  /**
   * Writes the render into the region, row by row.
   *
   * @param coarse the region without the detail that the render could not hold; null when it could hold all
   * @param unchanged how much of that detail still holds, 0..1; null when coarse is
   */
  private void blend(Mat region, Mat render, Mat coarse, CoarseMap unchanged, CoarseMap gain) {
    int width = region.cols();
    byte[] own = new byte[3 * width];
    byte[] ours = new byte[3 * width];
    byte[] smooth = new byte[3 * width];
    float[] kept = new float[width];
    float[] gains = new float[3 * width];
    for (int y = 0; y < region.rows(); y++) {
      region.ptr(y).get(own);
      render.ptr(y).get(ours);
      gain.row(y, gains);
      if (coarse != null) {
        coarse.ptr(y).get(smooth);
        unchanged.row(y, kept);
      }
      float lightDown = lightWeights.down(y);
      float pixelDown = pixelWeights.down(y);
      byte[] same = coarse == null ? own : smooth;
      for (int x = 0; x < width; x++) {
        float light = lightDown * lightWeights.across(x);
        float share = pixelDown * pixelWeights.across(x);
        float detail = coarse == null ? 0 : kept[x];
        int k = 3 * x;
        // Most of a picture is background that nothing happened to.
        if (light == 1 && (coarse == null || detail == 1)
            && ours[k] == same[k] && ours[k + 1] == same[k + 1] && ours[k + 2] == same[k + 2]) {
          continue;
        }
        for (int end = k + 3; k < end; k++) {
          float was = own[k] & 0xff;
          float now = (ours[k] & 0xff) + detail * (was - (smooth[k] & 0xff));
          now *= light + (1 - light) * gains[k];
          float value = was + share * (now - was) + 0.5f;
          own[k] = (byte) (value < 0 ? 0 : value > 255 ? 255 : (int) value);
        }
      }
      region.ptr(y).put(own);
    }
  }

  /** What the render's light must be multiplied by to become the picture's. */
  private CoarseMap gain(Mat render, Mat before) {
    int longSide = Math.max(render.cols(), render.rows());
    Size size =
        new Size(
            Math.max(8, LIGHT_SIZE * render.cols() / longSide), Math.max(8, LIGHT_SIZE * render.rows() / longSide));
    Mat gain = new Mat();
    opencv_core.divide(lowFrequencies(before, size), lowFrequencies(render, size), gain);
    return new CoarseMap(gain, crop.regionWidth(), crop.regionHeight());
  }

  private static Mat lowFrequencies(Mat picture, Size size) {
    Mat low = new Mat();
    opencv_imgproc.resize(picture, low, size, 0, 0, opencv_imgproc.INTER_AREA);
    low.convertTo(low, CV_32F);
    opencv_imgproc.GaussianBlur(low, low, new Size(0, 0), 3);
    opencv_core.add(low, new Mat(low.size(), CV_32FC3, Scalar.all(DARKEST)), low);
    return low;
  }

  /** 1 up to a change of 2 steps, 0 from 6 on: what moved must not let the picture's old detail shine through. */
  private CoarseMap unchanged(Mat render, Mat before) {
    Mat amount = new Mat();
    opencv_core.absdiff(render, before, amount);
    opencv_imgproc.cvtColor(amount, amount, opencv_imgproc.COLOR_RGB2GRAY);
    Size quarter = new Size(Math.max(1, render.cols() / 4), Math.max(1, render.rows() / 4));
    opencv_imgproc.resize(amount, amount, quarter, 0, 0, opencv_imgproc.INTER_AREA);
    amount.convertTo(amount, CV_32FC1);
    opencv_imgproc.GaussianBlur(amount, amount, new Size(0, 0), 1);
    amount.convertTo(amount, CV_32FC1, -0.25, 1.5);
    Mat share = new Mat();
    opencv_imgproc.threshold(amount, share, 0, 0, opencv_imgproc.THRESH_TOZERO);
    opencv_imgproc.threshold(share, share, 1, 0, opencv_imgproc.THRESH_TRUNC);
    return new CoarseMap(share, crop.regionWidth(), crop.regionHeight());
  }

  private Mat enlarged(Mat picture) {
    Mat large = new Mat();
    Size size = new Size(crop.regionWidth(), crop.regionHeight());
    opencv_imgproc.resize(picture, large, size, 0, 0, opencv_imgproc.INTER_CUBIC);
    return large;
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
}
