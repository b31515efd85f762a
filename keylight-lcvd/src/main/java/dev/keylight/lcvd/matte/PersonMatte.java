package dev.keylight.lcvd.matte;

import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.nn.BatchNorm2d.Statistics;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The person of a picture by U²-Net, as spec §7.9 has it: shrunk to 320², split at one half between least and most, grown
 * back, and widened by three pixels. Owns the network's weights.
 */
public final class PersonMatte implements AutoCloseable {
  /** How the network is used. */
  public enum Use {
    /**
     * As the published scripts do: colours are normalised in the first three columns of the picture instead of its three
     * channels, and the network is left in training mode. The diffusion model learned from mattes made so.
     */
    PUBLISHED(Statistics.OF_THE_BATCH),
    /** As the network was trained. */
    CORRECTED(Statistics.STORED);

    private final Statistics statistics;

    Use(Statistics statistics) {
      this.statistics = statistics;
    }

    /** What the network's normalisations go by. */
    public Statistics statistics() {
      return statistics;
    }
  }

  private static final int SIDE = 320;
  private static final int WIDENING = 7;
  private static final float[] MEAN = {.485f, .456f, .406f};
  private static final float[] DEVIATION = {.229f, .224f, .225f};

  private final Loaded<U2Net> network;
  private final Use use;

  /** @param network built with the statistics of {@code use}; closed with this */
  public PersonMatte(Loaded<U2Net> network, Use use) {
    this.network = network;
    this.use = use;
  }

  /** @return 0 to 255, as large as the picture, soft at the edge; owned by the caller */
  public Mat of(Mat rgb) {
    Mat levels = new Mat(); // before the scope, which frees what is made in it
    try (PointerScope scope = new PointerScope(); NoGradGuard inference = new NoGradGuard(); Mat small = new Mat();
        Size size = new Size(SIDE, SIDE)) {
      opencv_imgproc.resize(rgb, small, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      Tensor person = network.network().apply(normalised(small)).view(SIDE, SIDE);
      Tensor least = person.min();
      Tensor share = person.sub(least).div(person.max().sub(least));
      Tensor mask = share.gt(new org.bytedeco.pytorch.Scalar(.5)).to(ScalarType.Float)
          .mul(new org.bytedeco.pytorch.Scalar(255.0)).contiguous();
      try (Mat hard = new Mat(SIDE, SIDE, opencv_core.CV_32FC1, mask.data_ptr())) {
        grow(hard, rgb.cols(), rgb.rows(), levels);
        return levels;
      }
    } catch (RuntimeException e) {
      levels.close();
      throw e;
    }
  }

  private static void grow(Mat hard, int width, int height, Mat levels) {
    try (Mat soft = new Mat(); Mat wide = new Mat(); Size size = new Size(width, height);
        Mat kernel = new Mat(WIDENING, WIDENING, opencv_core.CV_8UC1, new Scalar(1)); Mat half = new Mat()) {
      opencv_imgproc.resize(hard, soft, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_imgproc.dilate(soft, wide, kernel);
      wide.convertTo(half, opencv_core.CV_32F, 1, -.4999); // rounding then cuts, as the published writing does
      half.convertTo(levels, opencv_core.CV_8U);
    }
  }

  /** What the network is fed: {@code [1, 3, 320, 320]}. */
  private Tensor normalised(Mat small) {
    Tensor unit = torch.from_blob(small.data(), new long[] {SIDE, SIDE, 3}, new TensorOptions(ScalarType.Byte))
        .to(ScalarType.Float).div(new org.bytedeco.pytorch.Scalar(255.0)).permute(2, 0, 1).unsqueeze(0).contiguous();
    return normalised(unit, use);
  }

  /** @param unit {@code [1, 3, height, width]} in 0..1, changed in place */
  static Tensor normalised(Tensor unit, Use use) {
    int dimension = use == Use.PUBLISHED ? 3 : 1; // columns or channels
    for (int i = 0; i < MEAN.length; i++) {
      unit.narrow(dimension, i, 1).sub_(new org.bytedeco.pytorch.Scalar(MEAN[i]))
          .div_(new org.bytedeco.pytorch.Scalar(DEVIATION[i]));
    }
    return unit;
  }

  @Override
  public void close() {
    network.close();
  }
}
