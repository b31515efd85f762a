package dev.keylight.light;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The pixels of a face that can say something about its light: per sample a normal in light axes, linear RGB, and how far
 * its place on the face is to be trusted. Taken from the face's rectangle scaled to about {@link #SIZE} pixels, which is
 * plenty for nine numbers and hides pores and noise.
 */
final class FaceSamples {
  private static final int SIZE = 144;

  /** Surfaces turned further from the camera have unreliable normals and catch hair and background. */
  private static final float GRAZING = 0.2f;

  int count;
  final float[] normals = new float[3 * SIZE * SIZE * 2];
  final float[] rgb = new float[3 * SIZE * SIZE * 2];
  final float[] trust = new float[SIZE * SIZE * 2];

  /** Colour of the white of the eyes as {@link Sclera} sees it, or null. */
  double[] sclera;

  private FaceSamples() {}

  /** Samples of a face on a frame; none if it lies outside the picture. */
  static FaceSamples of(Frame frame, FaceObservation face, FaceTopology topology) {
    FaceSamples samples = new FaceSamples();
    float left = Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (int v = 0; v < face.vertexCount(); v++) {
      left = Math.min(left, face.x(v));
      top = Math.min(top, face.y(v));
      right = Math.max(right, face.x(v));
      bottom = Math.max(bottom, face.y(v));
    }
    int x0 = Math.max(0, (int) Math.floor(left));
    int y0 = Math.max(0, (int) Math.floor(top));
    int x1 = Math.min(frame.width(), (int) Math.ceil(right));
    int y1 = Math.min(frame.height(), (int) Math.ceil(bottom));
    if (x1 - x0 < 4 || y1 - y0 < 4) {
      return samples;
    }
    float scale = Math.min(1, SIZE / (float) Math.max(x1 - x0, y1 - y0));
    int width = Math.max(1, Math.round((x1 - x0) * scale));
    int height = Math.max(1, Math.round((y1 - y0) * scale));
    byte[] pixels = shrunk(frame, new int[] {x0, y0, x1 - x0, y1 - y0}, width, height);
    samples.take(pixels, frame.pixels().channels(), width, height, mesh(face, x0, y0, scale), topology);
    return samples;
  }

  private static byte[] shrunk(Frame frame, int[] box, int width, int height) {
    try (Rect rect = new Rect(box[0], box[1], box[2], box[3]);
        Mat crop = new Mat(frame.pixels(), rect);
        Size size = new Size(width, height);
        Mat small = new Mat()) {
      opencv_imgproc.resize(crop, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      byte[] pixels = new byte[width * height * frame.pixels().channels()];
      small.data().get(pixels);
      return pixels;
    }
  }

  private static float[] mesh(FaceObservation face, int x0, int y0, float scale) {
    float[] vertices = face.vertices().clone();
    for (int i = 0; i < vertices.length; i += 3) {
      vertices[i] = (vertices[i] - x0) * scale;
      vertices[i + 1] = (vertices[i + 1] - y0) * scale;
      vertices[i + 2] *= scale;
    }
    return vertices;
  }

  private void take(byte[] pixels, int channels, int width, int height, float[] vertices, FaceTopology topology) {
    float[] vertexNormals = VertexNormals.of(vertices, topology.triangles());
    float[] regions = FaceRegions.trust(topology);
    float[] attributes = new float[4 * topology.vertexCount()];
    for (int v = 0; v < topology.vertexCount(); v++) {
      System.arraycopy(vertexNormals, 3 * v, attributes, 4 * v, 3);
      attributes[4 * v + 3] = regions[v];
    }
    if (FaceRegions.knowsEyes(topology)) {
      sclera = new Sclera(pixels, channels, width, height, vertices).chroma();
    }
    RasterBuffer buffer = new RasterBuffer(width, height, 4);
    new ScanlineRasterizer().draw(vertices, topology.triangles(), attributes, buffer);
    for (int i = 0; i < width * height; i++) {
      float x = buffer.plane(0)[i];
      float y = buffer.plane(1)[i];
      float z = buffer.plane(2)[i];
      float length = (float) Math.sqrt(x * x + y * y + z * z);
      float facing = -z / length;
      float weight = buffer.plane(3)[i] * Math.min(1, (facing - GRAZING) / .3f);
      if (!buffer.covered(i) || !(facing > GRAZING) || weight < .02f) {
        continue;
      }
      normals[3 * count] = x / length;
      normals[3 * count + 1] = -y / length;
      normals[3 * count + 2] = facing;
      for (int c = 0; c < 3; c++) {
        rgb[3 * count + c] = Srgb.toLinear(pixels[channels * i + c]);
      }
      trust[count++] = weight;
    }
  }
}
