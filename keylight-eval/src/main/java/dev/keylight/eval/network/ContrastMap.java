package dev.keylight.eval.network;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A grey picture and its local contrasts: every pixel less the mean around it over the deviation around it plus one (Gaussian
 * window of 7 pixels with σ 7/6, zeros beyond the border), as NIQE takes them.
 */
final class ContrastMap {
  private static final int REACH = 3;
  private static final float[] WINDOW = window();

  private final int width;
  private final int height;
  private final float[] picture;
  private final float[] contrast;

  private ContrastMap(float[] picture, int width, int height) {
    this.width = width;
    this.height = height;
    this.picture = picture;
    float[] squares = new float[picture.length];
    for (int i = 0; i < picture.length; i++) {
      squares[i] = picture[i] * picture[i];
    }
    float[] mean = blurred(picture);
    float[] meanSquare = blurred(squares);
    contrast = new float[picture.length];
    for (int i = 0; i < picture.length; i++) {
      contrast[i] = (picture[i] - mean[i]) / ((float) Math.sqrt(Math.abs(meanSquare[i] - mean[i] * mean[i])) + 1);
    }
  }

  /** The upper left part of a grey picture. */
  static ContrastMap of(Mat grey, int width, int height) {
    float[] picture = new float[width * height];
    byte[] row = new byte[grey.cols()];
    for (int y = 0; y < height; y++) {
      grey.ptr(y).get(row);
      for (int x = 0; x < width; x++) {
        picture[y * width + x] = row[x] & 255;
      }
    }
    return new ContrastMap(picture, width, height);
  }

  /** The picture at half size, by Pillow's bicubic filter: a = −½, twice as wide for shrinking, cut and rescaled at borders. */
  ContrastMap halved() {
    float[] narrow = halved(picture, width, height, 1, width);
    return new ContrastMap(halved(narrow, height, width / 2, width / 2, 1), width / 2, height / 2);
  }

  private static float[] halved(float[] from, int length, int lines, int step, int lineStep) {
    float[] to = new float[length / 2 * lines];
    int toStep = step == 1 ? 1 : step;
    int toLine = step == 1 ? length / 2 : 1;
    for (int line = 0; line < lines; line++) {
      for (int i = 0; i < length / 2; i++) {
        double sum = 0;
        double weights = 0;
        for (int k = Math.max(0, 2 * i - 3); k < Math.min(length, 2 * i + 5); k++) {
          double weight = cubic((k + 0.5 - (2 * i + 1)) / 2);
          sum += weight * from[line * lineStep + k * step];
          weights += weight;
        }
        to[line * toLine + i * toStep] = (float) (sum / weights);
      }
    }
    return to;
  }

  private static double cubic(double x) {
    double t = Math.abs(x);
    return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
  }

  private static float[] window() {
    float[] window = new float[2 * REACH + 1];
    float sum = 0;
    for (int i = -REACH; i <= REACH; i++) {
      window[i + REACH] = (float) Math.exp(-0.5 * i * i / (49 / 36.0));
      sum += window[i + REACH];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= sum;
    }
    return window;
  }

  private float[] blurred(float[] values) {
    float[] columns = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int k = Math.max(-REACH, -y); k <= Math.min(REACH, height - 1 - y); k++) {
        for (int x = 0; x < width; x++) {
          columns[y * width + x] += WINDOW[k + REACH] * values[(y + k) * width + x];
        }
      }
    }
    float[] result = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = Math.max(-REACH, -x); k <= Math.min(REACH, width - 1 - x); k++) {
          sum += WINDOW[k + REACH] * columns[y * width + x + k];
        }
        result[y * width + x] = sum;
      }
    }
    return result;
  }

  /** 18 numbers for each square patch, row by row: shapes of the contrasts and of their products with four neighbours. */
  double[][] features(int patch) {
    int across = width / patch;
    double[][] features = new double[across * (height / patch)][];
    for (int p = 0; p < features.length; p++) {
      features[p] = features(p % across * patch, p / across * patch, patch);
    }
    return features;
  }

  private double[] features(int left, int top, int side) {
    float[] own = new float[side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(contrast, (top + y) * width + left, own, y * side, side);
    }
    AsymmetricGaussian centre = AsymmetricGaussian.of(own);
    double[] features = new double[18];
    features[0] = centre.shape();
    features[1] = (centre.left() + centre.right()) / 2;
    // Neighbours wrap around the patch; the diagonals repeat their left spread, as the original does.
    int[][] neighbours = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};
    for (int n = 0; n < neighbours.length; n++) {
      float[] products = new float[own.length];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int other = (y + neighbours[n][0] + side) % side * side + (x + neighbours[n][1] + side) % side;
          products[y * side + x] = own[y * side + x] * own[other];
        }
      }
      AsymmetricGaussian fit = AsymmetricGaussian.of(products);
      features[2 + 4 * n] = fit.shape();
      features[3 + 4 * n] = fit.mean();
      features[4 + 4 * n] = fit.left();
      features[5 + 4 * n] = n < 2 ? fit.right() : fit.left();
    }
    return features;
  }
}
