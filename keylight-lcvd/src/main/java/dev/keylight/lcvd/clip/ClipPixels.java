package dev.keylight.lcvd.clip;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Brings a picture to CLIP's size and range as Stable Video Diffusion's pipeline does: a Gaussian against aliasing with
 * reflected borders, then bicubic interpolation that keeps the corners (spec §4; diffusers {@code
 * _resize_with_antialiasing}).
 */
public final class ClipPixels {
  private ClipPixels() {}

  /**
   * @param picture {@code [1, 3, height, width]} in −1..1, float32
   * @param size side of the result
   * @param mean,deviation per channel of 0..1 pictures CLIP was trained on
   */
  public static Tensor of(Tensor picture, int size, float[] mean, float[] deviation) {
    return Scope.keep(() -> {
      Tensor blurred = blur(blur(picture, 3, size), 2, size);
      Tensor resized = torch.upsample_bicubic2d(
          blurred, new long[] {size, size}, true, new DoubleOptional(), new DoubleOptional());
      Tensor unit = resized.add(new Scalar(1)).div(new Scalar(2));
      Tensor m = Tensor.create(mean).view(1, 3, 1, 1).to(picture.device(), picture.scalar_type());
      Tensor d = Tensor.create(deviation).view(1, 3, 1, 1).to(picture.device(), picture.scalar_type());
      return unit.sub(m).div(d);
    });
  }

  /** One pass of the Gaussian along a dimension: 3 = x, 2 = y. */
  private static Tensor blur(Tensor picture, int dimension, int size) {
    float[] taps = taps(picture.size(dimension) / (double) size);
    int half = taps.length / 2;
    boolean along = dimension == 3;
    long[] padding = along ? new long[] {half, half, 0, 0} : new long[] {0, 0, half, half};
    long[] kernel = along ? new long[] {3, 1, 1, taps.length} : new long[] {3, 1, taps.length, 1};
    Tensor weight = Tensor.create(taps).view(along ? new long[] {1, 1, 1, -1} : new long[] {1, 1, -1, 1})
        .to(picture.device(), picture.scalar_type());
    return torch.conv2d(torch.reflection_pad2d(picture, padding), weight.expand(kernel).contiguous(),
        new TensorOptional(), new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 3);
  }

  /** The Gaussian's weights for shrinking by {@code factor}. */
  static float[] taps(double factor) {
    double sigma = Math.max((factor - 1) / 2, 0.001);
    int count = (int) Math.max(4 * sigma, 3);
    count += 1 - count % 2;
    float[] taps = new float[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double x = i - count / 2;
      taps[i] = (float) Math.exp(-x * x / (2 * sigma * sigma));
      sum += taps[i];
    }
    for (int i = 0; i < count; i++) {
      taps[i] /= (float) sum;
    }
    return taps;
  }
}
