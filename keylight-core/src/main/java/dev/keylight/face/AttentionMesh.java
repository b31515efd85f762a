package dev.keylight.face;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * MediaPipe's attention mesh (Grishchenko et al. 2020): a trunk gives 468 vertices and a feature map; three heads, in
 * one network, look again at lips and eyes through rotated 16 × 16 windows of that map, correct them and add the irises.
 * Without them half of every blink is lost.
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

  private static final Window LIPS =
      new Window(RefinedPoints.LIPS, FaceLandmarks.MOUTH_RIGHT, FaceLandmarks.MOUTH_LEFT);
  private static final Window RIGHT_EYE =
      new Window(RefinedPoints.RIGHT_EYE, FaceLandmarks.RIGHT_EYE_OUTER, FaceLandmarks.RIGHT_EYE_INNER);
  private static final Window LEFT_EYE =
      new Window(RefinedPoints.LEFT_EYE, FaceLandmarks.LEFT_EYE_INNER, FaceLandmarks.LEFT_EYE_OUTER);

  /** Gives the coarse mesh, the feature map and whether there is a face. */
  private final Network trunk = new Network("attention_trunk.tflite");

  /** Takes the windows of lips, right and left eye; gives lips, right eye and iris, left eye and iris. */
  private final Network heads = new Network("attention_heads.tflite");

  private final float[] crop = new float[WINDOW * WINDOW * CHANNELS];

  /**
   * A mesh as the network sees it in one region.
   *
   * @param vertices x, y, z of 478 vertices in pixels of the picture
   * @param presence probability that there is a face at all
   */
  record Estimate(float[] vertices, float presence) {}

  /** Fits the mesh to whatever is in the region of an RGB picture. */
  Estimate estimate(Mat rgb, RegionOfInterest region) {
    try (Mat crop = region.crop(rgb, INPUT)) {
      trunk.picture(crop, 1 / 255.0, 0);
    }
    float[][] result = trunk.run();
    float[] mesh = new float[3 * FaceLandmarks.COUNT];
    System.arraycopy(result[0], 0, mesh, 0, 3 * FaceLandmarks.MESH_COUNT);
    refine(mesh, result[1]);
    region.toImage(mesh, INPUT);
    return new Estimate(mesh, (float) (1 / (1 + Math.exp(-result[2][0]))));
  }

  /** Lets the heads correct lips and eyes of a coarse mesh in pixels of the crop, and adds the irises. */
  private void refine(float[] mesh, float[] features) {
    float[] lips = LIPS.transform(mesh);
    float[] rightEye = RIGHT_EYE.transform(mesh);
    float[] leftEye = LEFT_EYE.transform(mesh);
    show(features, lips, 0);
    show(features, rightEye, 1);
    show(features, leftEye, 2);
    float[][] refined = heads.run();
    place(refined[0], lips, RefinedPoints.LIPS, mesh);
    place(refined[1], rightEye, RefinedPoints.RIGHT_EYE, mesh);
    place(refined[3], leftEye, RefinedPoints.LEFT_EYE, mesh);
    placeIris(refined[2], rightEye, FaceLandmarks.RIGHT_IRIS, RefinedPoints.RIGHT_EYE, mesh);
    placeIris(refined[4], leftEye, FaceLandmarks.LEFT_IRIS, RefinedPoints.LEFT_EYE, mesh);
  }

  /** Shows a head its window: cells bilinear between centres, zero outside the map (TransformTensorBilinear, version 2). */
  private void show(float[] features, float[] window, int head) {
    for (int row = 0; row < WINDOW; row++) {
      for (int column = 0; column < WINDOW; column++) {
        float x = window[0] * (column + 0.5f) + window[1] * (row + 0.5f) + window[2] - 0.5f;
        float y = window[3] * (column + 0.5f) + window[4] * (row + 0.5f) + window[5] - 0.5f;
        int to = CHANNELS * (row * WINDOW + column);
        if (x >= 0 && x <= MAP - 1 && y >= 0 && y <= MAP - 1) {
          cell(features, x, y, to);
        } else {
          Arrays.fill(crop, to, to + CHANNELS, 0);
        }
      }
    }
    heads.input(head, crop);
  }

  /** The map's channels at a place between cells, into the crop. */
  private void cell(float[] features, float x, float y, int to) {
    int x0 = Math.min((int) x, MAP - 2);
    int y0 = Math.min((int) y, MAP - 2);
    float right = x - x0;
    float lower = y - y0;
    int above = CHANNELS * (y0 * MAP + x0);
    int below = above + CHANNELS * MAP;
    float a = (1 - right) * (1 - lower);
    float b = right * (1 - lower);
    float c = (1 - right) * lower;
    float d = right * lower;
    for (int i = 0; i < CHANNELS; i++) {
      crop[to + i] =
          a * features[above + i] + b * features[above + CHANNELS + i]
              + c * features[below + i] + d * features[below + CHANNELS + i];
    }
  }

  /** Carries a head's points to the crop's pixels (TransformLandmarks): heads count in crop pixels of their window. */
  private static void place(float[] points, float[] window, int[] vertices, float[] mesh) {
    for (int i = 0; i < vertices.length; i++) {
      float x = points[2 * i];
      float y = points[2 * i + 1];
      mesh[3 * vertices[i]] = window[0] * x + window[1] * y + STRIDE * window[2];
      mesh[3 * vertices[i] + 1] = window[3] * x + window[4] * y + STRIDE * window[5];
    }
  }

  /** Irises have no depth of their own: they take the mean of their lids' (MediaPipe's assign_average). */
  private static void placeIris(float[] points, float[] window, int iris, int[] eye, float[] mesh) {
    int[] vertices = new int[FaceLandmarks.IRIS_POINTS];
    float depth = 0;
    for (int i = 0; i < RefinedPoints.LID_POINTS; i++) {
      depth += mesh[3 * eye[i] + 2] / RefinedPoints.LID_POINTS;
    }
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = iris + i;
      mesh[3 * (iris + i) + 2] = depth;
    }
    place(points, window, vertices, mesh);
  }

  @Override
  public void close() {
    trunk.close();
    heads.close();
  }

  /**
   * Where a head looks.
   *
   * @param points the vertices its window must hold
   * @param from the window is turned so that this vertex
   * @param to and this one lie level
   */
  private record Window(int[] points, int from, int to) {

    /**
     * The affine map from window cells to feature cells, {@code a b tx c d ty} (MediaPipe's Landmarks2TransformMatrix,
     * version 2): the tight box of the points along the line from–to, 1.5 times larger, its corner at cell (0, 0).
     */
    float[] transform(float[] coarse) {
      double angle = Math.atan2(coarse[3 * to + 1] - coarse[3 * from + 1], coarse[3 * to] - coarse[3 * from]);
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
  }
}
