package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * MediaPipe's attention mesh (Grishchenko et al. 2020): a trunk gives 468 vertices and a feature map; three heads look
 * again at lips and eyes through a rotated 16 × 16 window of that map and correct them, and add the irises. Without the
 * heads half of every blink is lost.
 *
 * <p>The published file holds all of it in one graph with three operators of MediaPipe's own between trunk and heads;
 * {@code tools/face_models.py} cuts it there and this class does what those operators do.
 */
final class AttentionMesh implements AutoCloseable {
  private static final int INPUT = 192;

  /** The trunk's feature map: side and channels. */
  private static final int MAP = 48;

  private static final int CHANNELS = 32;

  /** What a head sees: side of its window. */
  private static final int WINDOW = 16;

  /** How much larger than the tight box of its points a head's window is. */
  private static final float WINDOW_MARGIN = 1.5f;

  /** Pixels of the network's input per cell of the feature map. */
  private static final float STRIDE = (float) INPUT / MAP;

  private final Network trunk =
      new Network("attention_trunk.onnx", new int[] {1, 3, INPUT, INPUT}, "mesh", "features", "presence");
  private final Head lips = new Head("attention_lips.onnx", RefinedPoints.LIPS, FaceLandmarks.MOUTH_RIGHT,
      FaceLandmarks.MOUTH_LEFT, -1);
  private final Head rightEye = new Head("attention_left_eye.onnx", RefinedPoints.RIGHT_EYE,
      FaceLandmarks.RIGHT_EYE_OUTER, FaceLandmarks.RIGHT_EYE_INNER, FaceLandmarks.RIGHT_IRIS);
  private final Head leftEye = new Head("attention_right_eye.onnx", RefinedPoints.LEFT_EYE,
      FaceLandmarks.LEFT_EYE_INNER, FaceLandmarks.LEFT_EYE_OUTER, FaceLandmarks.LEFT_IRIS);

  /**
   * A mesh as the network sees it in one region.
   *
   * @param vertices x, y, z of 478 vertices in pixels of the picture
   * @param presence probability that there is a face at all
   */
  record Estimate(float[] vertices, float presence) {}

  /** Fits the mesh to whatever is in the region of an RGB picture. */
  Estimate estimate(Mat rgb, RegionOfInterest region) {
    float[][] result;
    try (PointerScope scope = new PointerScope()) {
      Mat crop = region.crop(rgb, INPUT);
      result = trunk.run(blobFromImage(crop, 1 / 255.0, new Size(INPUT, INPUT), new Scalar(), false, false, CV_32F));
    }
    float[] mesh = new float[3 * FaceLandmarks.COUNT];
    System.arraycopy(result[0], 0, mesh, 0, 3 * FaceLandmarks.MESH_COUNT);
    float[] coarse = mesh.clone();
    for (Head head : new Head[] {lips, rightEye, leftEye}) {
      head.refine(coarse, result[1], mesh);
    }
    region.toImage(mesh, INPUT);
    return new Estimate(mesh, (float) (1 / (1 + Math.exp(-result[2][0]))));
  }

  @Override
  public void close() {
    trunk.close();
    lips.network.close();
    rightEye.network.close();
    leftEye.network.close();
  }

  /** One refining network, its window's rule and the vertices it corrects. */
  private static final class Head {
    private final Network network;
    private final int[] points;
    private final int from;
    private final int to;
    private final int iris;

    /** The window is turned so that {@code from} and {@code to} lie level; {@code iris} is -1 where there is none. */
    private Head(String file, int[] points, int from, int to, int iris) {
      String[] outputs = iris < 0 ? new String[] {"points"} : new String[] {"points", "iris"};
      this.network = new Network(file, new int[] {1, CHANNELS, WINDOW, WINDOW}, outputs);
      this.points = points;
      this.from = from;
      this.to = to;
      this.iris = iris;
    }

    private void refine(float[] coarse, float[] features, float[] mesh) {
      float[] window = window(coarse);
      float[][] result = network.run(sample(features, window));
      for (int i = 0; i < points.length; i++) {
        place(result[0], i, window, mesh, points[i]);
      }
      if (iris >= 0) {
        // The irises have no depth of their own: they take the mean of their lids' (MediaPipe's assign_average).
        float depth = 0;
        for (int i = 0; i < RefinedPoints.LID_POINTS; i++) {
          depth += mesh[3 * points[i] + 2] / RefinedPoints.LID_POINTS;
        }
        for (int i = 0; i < FaceLandmarks.IRIS_POINTS; i++) {
          place(result[1], i, window, mesh, iris + i);
          mesh[3 * (iris + i) + 2] = depth;
        }
      }
    }

    /**
     * The affine map from window cells to feature cells, {@code a b tx c d ty} (MediaPipe's Landmarks2TransformMatrix,
     * version 2): the tight box of the points along the line from–to, 1.5 times larger, its corner at cell (0, 0).
     */
    private float[] window(float[] coarse) {
      double angle =
          Math.atan2(coarse[3 * to + 1] - coarse[3 * from + 1], coarse[3 * to] - coarse[3 * from]);
      float cos = (float) Math.cos(angle);
      float sin = (float) Math.sin(angle);
      float left = Float.POSITIVE_INFINITY;
      float top = Float.POSITIVE_INFINITY;
      float right = Float.NEGATIVE_INFINITY;
      float bottom = Float.NEGATIVE_INFINITY;
      for (int point : points) {
        float x = coarse[3 * point] / STRIDE;
        float y = coarse[3 * point + 1] / STRIDE;
        float along = cos * x + sin * y;
        float across = -sin * x + cos * y;
        left = Math.min(left, along);
        right = Math.max(right, along);
        top = Math.min(top, across);
        bottom = Math.max(bottom, across);
      }
      float scaleX = WINDOW_MARGIN * (right - left) / WINDOW;
      float scaleY = WINDOW_MARGIN * (bottom - top) / WINDOW;
      float startX = (left + right) / 2 - scaleX * WINDOW / 2;
      float startY = (top + bottom) / 2 - scaleY * WINDOW / 2;
      return new float[] {
        cos * scaleX, -sin * scaleY, cos * startX - sin * startY,
        sin * scaleX, cos * scaleY, sin * startX + cos * startY
      };
    }

    /** The window's cells, bilinear between cell centres, zero outside the map (TransformTensorBilinear, version 2). */
    private static float[] sample(float[] features, float[] window) {
      float[] sampled = new float[CHANNELS * WINDOW * WINDOW];
      for (int row = 0; row < WINDOW; row++) {
        for (int column = 0; column < WINDOW; column++) {
          float x = window[0] * (column + 0.5f) + window[1] * (row + 0.5f) + window[2] - 0.5f;
          float y = window[3] * (column + 0.5f) + window[4] * (row + 0.5f) + window[5] - 0.5f;
          if (x >= 0 && x <= MAP - 1 && y >= 0 && y <= MAP - 1) {
            int x0 = Math.min((int) x, MAP - 2);
            int y0 = Math.min((int) y, MAP - 2);
            float right = x - x0;
            float lower = y - y0;
            for (int channel = 0; channel < CHANNELS; channel++) {
              int at = (channel * MAP + y0) * MAP + x0;
              float above = features[at] + right * (features[at + 1] - features[at]);
              float below = features[at + MAP] + right * (features[at + MAP + 1] - features[at + MAP]);
              sampled[(channel * WINDOW + row) * WINDOW + column] = above + lower * (below - above);
            }
          }
        }
      }
      return sampled;
    }

    /** Carries a head's point to the input's pixels (TransformLandmarks): heads count in input pixels of their window. */
    private static void place(float[] from, int index, float[] window, float[] mesh, int vertex) {
      float x = from[2 * index];
      float y = from[2 * index + 1];
      mesh[3 * vertex] = window[0] * x + window[1] * y + STRIDE * window[2];
      mesh[3 * vertex + 1] = window[3] * x + window[4] * y + STRIDE * window[5];
    }
  }
}
