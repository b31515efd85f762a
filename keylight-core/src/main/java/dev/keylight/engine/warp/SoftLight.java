package dev.keylight.engine.warp;

import dev.keylight.mesh.RasterBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Spreads light over the skin. A few hundred vertices know the head's form, not that of a nostril or a lid, and the faults
 * they make in the light are as fine as the features that a face is known by; light itself is smooth, and skin scatters it
 * further. So light is averaged over a small share of the face, on the face by itself, so that neither hair nor the wall
 * takes from a cheek's contrast.
 */
final class SoftLight {
  /** Standard deviation as a share of the face's size, the root of its area. */
  private static final float REACH = 0.08f;

  private SoftLight() {}

  /**
   * @param light interleaved RGB per cell, changed in place
   * @param drawn the surface that it falls on
   * @param faceTriangles how many of its triangles are the face's
   */
  static void spread(float[] light, RasterBuffer drawn, int faceTriangles) {
    int columns = drawn.width();
    int rows = drawn.height();
    float[] weighted = new float[4 * columns * rows];
    int count = 0;
    for (int i = 0; i < columns * rows; i++) {
      if (drawn.covered(i) && drawn.triangles()[i] < faceTriangles) {
        count++;
        weighted[4 * i + 3] = 1;
        System.arraycopy(light, 3 * i, weighted, 4 * i, 3);
      }
    }
    float sigma = REACH * (float) Math.sqrt(count);
    if (sigma < 0.5f) {
      return;
    }
    float[] soft = blurred(weighted, columns, rows, sigma);
    for (int i = 0; i < columns * rows; i++) {
      // Half at the face's edge: a mean of one side only would meet the other side in a seam.
      float inside = soft[4 * i + 3];
      float share = HeadMesh.smoothstep(0.12f, 0.88f, inside);
      if (share > 0) {
        for (int c = 0; c < 3; c++) {
          light[3 * i + c] += share * (soft[4 * i + c] / inside - light[3 * i + c]);
        }
      }
    }
  }

  /** On a picture as small as the blur allows. */
  private static float[] blurred(float[] planes, int columns, int rows, float sigma) {
    int shrink = Math.max(1, (int) (sigma / 2));
    try (PointerScope scope = new PointerScope()) {
      Mat full = new Mat(rows, columns, opencv_core.CV_32FC4);
      Pixels.floats(full).put(planes);
      Mat small = new Mat();
      Size size = new Size((columns + shrink - 1) / shrink, (rows + shrink - 1) / shrink);
      opencv_imgproc.resize(full, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      double reach = sigma / shrink;
      opencv_imgproc.GaussianBlur(small, small, new Size(0, 0), reach, reach, opencv_core.BORDER_REPLICATE, 0);
      opencv_imgproc.resize(small, full, full.size(), 0, 0, opencv_imgproc.INTER_LINEAR);
      float[] blurred = new float[planes.length];
      Pixels.floats(full).get(blurred);
      return blurred;
    }
  }
}
