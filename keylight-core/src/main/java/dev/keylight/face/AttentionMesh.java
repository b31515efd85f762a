package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * MediaPipe's attention mesh (Grishchenko et al. 2020): a trunk gives 468 vertices and a feature map; three heads, run as
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

  private final Network trunk =
      new Network("attention_trunk.onnx", new int[] {1, 3, INPUT, INPUT}, "mesh", "features", "presence");
  private final Network heads =
      new Network(
          "attention_heads.onnx",
          new int[] {1, 3 * CHANNELS, WINDOW, WINDOW},
          "lips", "right_eye", "right_iris", "left_eye", "left_iris");
  private final float[] crops = new float[3 * CHANNELS * WINDOW * WINDOW];

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
    refine(mesh, result[1]);
    region.toImage(mesh, INPUT);
    return new Estimate(mesh, (float) (1 / (1 + Math.exp(-result[2][0]))));
  }

  /** Lets the heads correct lips and eyes of a coarse mesh in pixels of the crop, and adds the irises. */
  private void refine(float[] mesh, float[] features) {
    float[] lips = LIPS.transform(mesh);
    float[] rightEye = RIGHT_EYE.transform(mesh);
    float[] leftEye = LEFT_EYE.transform(mesh);
    sample(features, lips, 0);
    sample(features, rightEye, 1);
    sample(features, leftEye, 2);
    float[][] refined = heads.run(crops);
    place(refined[0], lips, RefinedPoints.LIPS, mesh);
    place(refined[1], rightEye, RefinedPoints.RIGHT_EYE, mesh);
    place(refined[3], leftEye, RefinedPoints.LEFT_EYE, mesh);
    placeIris(refined[2], rightEye, FaceLandmarks.RIGHT_IRIS, RefinedPoints.RIGHT_EYE, mesh);
    placeIris(refined[4], leftEye, FaceLandmarks.LEFT_IRIS, RefinedPoints.LEFT_EYE, mesh);
  }

  /** A window's cells, bilinear between cell centres, zero outside the map (TransformTensorBilinear, version 2). */
  private void sample(float[] features, float[] window, int head) {
    for (int row = 0; row < WINDOW; row++) {
      for (int column = 0; column < WINDOW; column++) {
        float x = window[0] * (column + 0.5f) + window[1] * (row + 0.5f) + window[2] - 0.5f;
        float y = window[3] * (column + 0.5f) + window[4] * (row + 0.5f) + window[5] - 0.5f;
        boolean inside = x >= 0 && x <= MAP - 1 && y >= 0 && y <= MAP - 1;
        int x0 = Math.max(0, Math.min((int) x, MAP - 2));
        int y0 = Math.max(0, Math.min((int) y, MAP - 2));
        float right = x - x0;
        float lower = y - y0;
        for (int channel = 0; channel < CHANNELS; channel++) {
          int at = (channel * MAP + y0) * MAP + x0;
          float above = features[at] + right * (features[at + 1] - features[at]);
          float below = features[at + MAP] + right * (features[at + MAP + 1] - features[at + MAP]);
          crops[((head * CHANNELS + channel) * WINDOW + row) * WINDOW + column] =
              inside ? above + lower * (below - above) : 0;
        }
      }
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
