package dev.keylight.light;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** A photograph of the mean face under a known light, with painted skin, lips, brows, eyes and, if asked for, a beard. */
final class PaintedFace {
  private static final int SIZE = 320;
  private static final float SCALE = 16;

  private static final int[] LIPS = {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185};
  private static final int[] RIGHT_BROW = {46, 53, 52, 65, 55, 107, 66, 105, 63, 70};
  private static final int[] LEFT_BROW = {276, 283, 282, 295, 285, 336, 296, 334, 293, 300};
  private static final int[] RIGHT_EYE = {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246};
  private static final int[] LEFT_EYE = {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466};
  private static final int[] BEARD = {132, 58, 172, 150, 176, 152, 400, 379, 397, 288, 361, 410, 164, 186};

  private final FaceTopology topology;
  private float[] skin = {.55f, .33f, .24f};
  private float[] rotation = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  private boolean beard;
  private float gain = 1;

  PaintedFace(FaceTopology topology) {
    this.topology = topology;
  }

  PaintedFace skin(float red, float green, float blue) {
    skin = new float[] {red, green, blue};
    return this;
  }

  PaintedFace bearded() {
    beard = true;
    return this;
  }

  /** Turned about the vertical, positive towards the right of the picture. */
  PaintedFace turned(double degrees) {
    rotation = LightAxes.rotation(Turn.about(new float[] {0, 1, 0}, degrees));
    return this;
  }

  PaintedFace exposed(float factor) {
    gain = factor;
    return this;
  }

  FaceObservation observation() {
    Pose pose = new Pose(SCALE, rotation, new float[] {SIZE / 2f, SIZE / 2f, 0});
    float[] vertices = new float[topology.canonical().length];
    for (int v = 0; v < vertices.length; v += 3) {
      pose.toImage(topology.canonical(), v, vertices, v);
    }
    return new FaceObservation(0, vertices, topology.canonical(), pose, 1, false);
  }

  Frame under(SphericalHarmonics light) {
    float[] vertices = observation().vertices();
    float[] normals = VertexNormals.of(vertices, topology.triangles());
    RasterBuffer buffer = new RasterBuffer(SIZE, SIZE, 3);
    new ScanlineRasterizer().draw(vertices, topology.triangles(), normals, buffer);
    byte[] bytes = new byte[3 * SIZE * SIZE];
    Random random = new Random(11);
    float[] rgb = new float[3];
    for (int i = 0; i < SIZE * SIZE; i++) {
      float[] albedo = albedo(vertices, i % SIZE + .5f, i / SIZE + .5f);
      float noise = 1 + .04f * (float) random.nextGaussian();
      if (buffer.covered(i)) {
        float x = buffer.plane(0)[i];
        float y = buffer.plane(1)[i];
        float z = buffer.plane(2)[i];
        float length = (float) Math.sqrt(x * x + y * y + z * z);
        light.shade(x / length, -y / length, -z / length, rgb);
        for (int c = 0; c < 3; c++) {
          bytes[3 * i + c] = Srgb.toByte(gain * noise * albedo[c] * Math.max(0, rgb[c]));
        }
      }
    }
    Mat pixels = new Mat(SIZE, SIZE, opencv_core.CV_8UC3);
    pixels.data().put(bytes);
    return Frame.still(pixels);
  }

  private float[] albedo(float[] vertices, float x, float y) {
    for (int[] eye : new int[][] {RIGHT_EYE, LEFT_EYE}) {
      if (inside(vertices, eye, x, y)) {
        int iris = eye == RIGHT_EYE ? 468 : 473;
        float dx = x - vertices[3 * iris];
        float dy = y - vertices[3 * iris + 1];
        return dx * dx + dy * dy < 81 ? new float[] {.05f, .04f, .03f} : new float[] {.62f, .57f, .54f};
      }
    }
    if (inside(vertices, LIPS, x, y)) {
      return new float[] {.45f * skin[0], .25f * skin[1], .3f * skin[2]};
    }
    if (inside(vertices, RIGHT_BROW, x, y) || inside(vertices, LEFT_BROW, x, y)) {
      return new float[] {.05f, .035f, .025f};
    }
    return beard && inside(vertices, BEARD, x, y) ? new float[] {.07f, .05f, .04f} : skin;
  }

  private static boolean inside(float[] v, int[] outline, float x, float y) {
    boolean inside = false;
    for (int i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      int a = 3 * outline[i];
      int b = 3 * outline[j];
      if (v[a + 1] > y != v[b + 1] > y && x < (v[b] - v[a]) * (y - v[a + 1]) / (v[b + 1] - v[a + 1]) + v[a]) {
        inside = !inside;
      }
    }
    return inside;
  }
}
