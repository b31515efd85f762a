package dev.keylight.train.tiny;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Other colours for training pictures, so that an autoencoder knows those that no clip has. Backgrounds are replaced by saturated
 * fields, flat or from one colour to another; saturation and hue change by a matrix and exposure by a factor, all in linear
 * light, as cameras and lamps would; and gamma changes on the coded values.
 *
 * @param share of the pictures that are changed, 0 to 1
 */
record ColourJitter(double share) {
  /** Weights of the linear channels in the luminance (ITU-R BT.709). */
  private static final double[] LUMINANCE = {0.2126, 0.7152, 0.0722};

  /**
   * @param picture {@code [3, height, width]}, sRGB in −1..1
   * @param matte {@code [1, height, width]} in 0..1, 1 where the person is
   * @return the same shape and range; {@code picture} itself where nothing is changed
   */
  Tensor apply(Tensor picture, Tensor matte, SplittableRandom random) {
    if (random.nextDouble() >= share) {
      return picture;
    }
    Tensor light = decoded(picture.add(new Scalar(1)).div(new Scalar(2)));
    if (random.nextDouble() < 0.5) {
      light = torch.lerp(field(picture.size(1), picture.size(2), random), light, matte);
    }
    if (random.nextDouble() < 0.5) {
      double angle = Math.PI * (2 * random.nextDouble() - 1) * (random.nextBoolean() ? 1 : 0.15);
      double saturation = Math.exp(-1.2 + 2.2 * random.nextDouble());
      light = mixed(light, matrix(angle, saturation));
    }
    if (random.nextDouble() < 0.5) {
      light = light.mul(new Scalar(Math.pow(2, -1.5 + 2.2 * random.nextDouble())));
    }
    Tensor coded = coded(light.clamp_min(new Scalar(0)).clamp_max(new Scalar(1)));
    if (random.nextDouble() < 0.3) {
      coded = coded.pow(new Scalar(Math.exp(-0.35 + 0.7 * random.nextDouble())));
    }
    return coded.mul(new Scalar(2)).sub(new Scalar(1));
  }

  /** Linear light, {@code [3, height, width]}. */
  private static Tensor field(long height, long width, SplittableRandom random) {
    Tensor one = decoded(Tensor.create(colour(random), 3, 1, 1));
    if (random.nextBoolean()) {
      return one.expand(3, height, width);
    }
    Tensor other = decoded(Tensor.create(colour(random), 3, 1, 1));
    double angle = 2 * Math.PI * random.nextDouble();
    Tensor down = torch.linspace(new Scalar(-0.5), new Scalar(0.5), height).view(1, -1, 1).mul(new Scalar(Math.sin(angle)));
    Tensor along = torch.linspace(new Scalar(-0.5), new Scalar(0.5), width).view(1, 1, -1).mul(new Scalar(Math.cos(angle)));
    return torch.lerp(one, other, down.add(along).div(new Scalar(1.5)).add(new Scalar(0.5)));
  }

  /** Any hue, saturation from a half, value from a tenth; coded. */
  private static float[] colour(SplittableRandom random) {
    double high = 0.1 + 0.9 * random.nextDouble();
    double low = high * 0.5 * random.nextDouble();
    double between = low + (high - low) * random.nextDouble();
    int first = random.nextInt(3);
    int second = (first + 1 + random.nextInt(2)) % 3;
    float[] colour = new float[3];
    colour[first] = (float) high;
    colour[second] = (float) low;
    colour[3 - first - second] = (float) between;
    return colour;
  }

  /** Turns the colours about the grey axis and moves them away from their luminance, which stays for greys. */
  static double[] matrix(double angle, double saturation) {
    double c = Math.cos(angle);
    double s = Math.sin(angle) / Math.sqrt(3);
    double[] turn = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        turn[3 * i + j] = (1 - c) / 3 + (i == j ? c : (j - i + 3) % 3 == 1 ? -s : s);
      }
    }
    double[] result = new double[9];
    for (int j = 0; j < 3; j++) {
      double luminance = 0;
      for (int k = 0; k < 3; k++) {
        luminance += LUMINANCE[k] * turn[3 * k + j];
      }
      for (int i = 0; i < 3; i++) {
        result[3 * i + j] = luminance + saturation * (turn[3 * i + j] - luminance);
      }
    }
    return result;
  }

  private static Tensor mixed(Tensor light, double[] matrix) {
    float[] weights = new float[9];
    for (int i = 0; i < 9; i++) {
      weights[i] = (float) matrix[i];
    }
    return torch.matmul(Tensor.create(weights, 3, 3), light.flatten(1, 2)).view(light.shape());
  }

  /** sRGB's values 0..1 in linear light (IEC 61966-2-1). */
  private static Tensor decoded(Tensor coded) {
    Tensor curve = coded.add(new Scalar(0.055)).div(new Scalar(1.055)).pow(new Scalar(2.4));
    return torch.where(coded.le(new Scalar(0.04045)), coded.div(new Scalar(12.92)), curve);
  }

  private static Tensor coded(Tensor light) {
    Tensor curve = light.pow(new Scalar(1 / 2.4)).mul(new Scalar(1.055)).sub(new Scalar(0.055));
    return torch.where(light.le(new Scalar(0.0031308)), light.mul(new Scalar(12.92)), curve);
  }
}
