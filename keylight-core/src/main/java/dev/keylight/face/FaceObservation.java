package dev.keylight.face;

/**
 * One face in one frame.
 *
 * @param id stays the same for the same person through a clip, counted from 0
 * @param vertices the mesh in image coordinates, x, y, z per vertex in pixels (x right, y down, z away from the camera,
 *     pixel centres at .5); 478 vertices for the built-in model: 468 of the face mesh and 2 × 5 of the irises (468 is the
 *     centre of the subject's right iris, 473 of the left)
 * @param canonical the same vertices in canonical head space: pose removed, so identity plus expression (see {@link Pose})
 * @param pose where the head is
 * @param confidence presence probability in 0..1
 * @param bridged true where the face was not seen and this observation was carried over a gap
 */
public record FaceObservation(
    int id, float[] vertices, float[] canonical, Pose pose, float confidence, boolean bridged) {

  public int vertexCount() {
    return vertices.length / 3;
  }

  public float x(int vertex) {
    return vertices[3 * vertex];
  }

  public float y(int vertex) {
    return vertices[3 * vertex + 1];
  }

  public float z(int vertex) {
    return vertices[3 * vertex + 2];
  }

  /** The same face in a picture that was scaled by {@code factor} and then shifted by {@code (dx, dy)} pixels. */
  public FaceObservation placed(float factor, float dx, float dy) {
    float[] moved = vertices.clone();
    for (int k = 0; k < moved.length; k += 3) {
      moved[k] = factor * moved[k] + dx;
      moved[k + 1] = factor * moved[k + 1] + dy;
      moved[k + 2] *= factor;
    }
    float[] t = pose.translation();
    float[] shifted = {factor * t[0] + dx, factor * t[1] + dy, factor * t[2]};
    Pose there = new Pose(factor * pose.scale(), pose.rotation(), shifted);
    return new FaceObservation(id, moved, canonical, there, confidence, bridged);
  }
}
