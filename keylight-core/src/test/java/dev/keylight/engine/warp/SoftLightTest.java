package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Made-up light on the sample portrait's surface. */
class SoftLightTest {
  private final Sitter sitter = Sitter.astronaut();
  private HeadMesh mesh;
  private ShadedGrid grid;
  private float[] light;

  @BeforeEach
  void draw() {
    mesh = new HeadMesh(sitter.face().vertices(), sitter.face().pose(), sitter.topology(), sitter.width(), sitter.height());
    grid = new ShadedGrid(sitter.width(), sitter.height());
    float[] share = new float[mesh.vertexCount()];
    Arrays.fill(share, 1);
    try (Mat matte = sitter.matteMat()) {
      grid.draw(mesh, mesh.reference(), new SurfaceNormals(mesh, sitter.face().pose(), matte).reference(), share);
    }
    light = new float[3 * grid.columns() * grid.rows()];
  }

  /** Even light on the face stays even up to its edge, however dark the room is, and the room stays as it was. */
  @Test
  void theRoomTakesNothingFromTheFace() {
    for (int i = 0; i < light.length; i++) {
      light[i] = onFace(i / 3) ? 1 : 0.2f;
    }
    spread();
    int far = 0;
    for (int i = 0; i < light.length; i++) {
      if (onFace(i / 3)) {
        assertThat(light[i]).isGreaterThan(0.95f);
      } else if (light[i] == 0.2f) {
        far++;
      }
    }
    assertThat(far).isGreaterThan(light.length / 2);
  }

  @Test
  void aRampStaysAndASpeckGoes() {
    int columns = grid.columns();
    for (int i = 0; i < light.length; i++) {
      light[i] = 0.01f * (i / 3 % columns);
    }
    int nose = cell(4);
    float was = light[3 * nose];
    light[3 * nose] += 1;
    spread();
    assertThat(light[3 * nose]).isCloseTo(was, within(0.1f));
    assertThat(light[3 * (nose + 6)] - light[3 * (nose - 6)]).as("twelve cells of the ramp").isCloseTo(0.12f, within(0.04f));
  }

  private void spread() {
    SoftLight.spread(light, grid.buffer(), mesh.faceTriangles());
  }

  private boolean onFace(int cell) {
    return grid.buffer().covered(cell) && grid.buffer().triangles()[cell] < mesh.faceTriangles();
  }

  private int cell(int vertex) {
    int x = (int) (sitter.face().x(vertex) * grid.columns() / sitter.width());
    int y = (int) (sitter.face().y(vertex) * grid.rows() / sitter.height());
    return y * grid.columns() + x;
  }
}
