package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a face's shading, on the sample portrait's surface with made-up brightness. */
class ResidualShadingTest {
  private static final int CHEEK = 50;
  private static final int OTHER_CHEEK = 280;
  private static final float SKIN = 0.4f;

  private final Sitter sitter = Sitter.astronaut();
  private HeadMesh mesh;
  private ShadedGrid grid;
  private float[] fitted;
  private float[] luminance;

  /** A face whose brightness is its fitted shading and nothing else. */
  @BeforeEach
  void light() {
    mesh = new HeadMesh(sitter.face().vertices(), sitter.face().pose(), sitter.topology(), sitter.width(), sitter.height());
    grid = new ShadedGrid(sitter.width(), sitter.height());
    float[] share = new float[mesh.vertexCount()];
    Arrays.fill(share, 1);
    try (Mat matte = sitter.matteMat()) {
      SurfaceNormals normals = new SurfaceNormals(mesh, sitter.face().pose(), matte);
      grid.draw(mesh, mesh.reference(), normals.reference(), share);
      grid.light(Balance.normalised(sitter.light(), normals.reference()));
    }
    fitted = grid.diffuse().clone();
    luminance = new float[fitted.length / 3];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] =
          SKIN * Math.max(0.1f, 0.2126f * fitted[3 * i] + 0.7152f * fitted[3 * i + 1] + 0.0722f * fitted[3 * i + 2]);
    }
  }

  @Test
  void nothingIsLeftWhereTheFitExplainsAll() {
    ResidualShading.include(grid, mesh, luminance);
    for (int i = 0; i < fitted.length; i++) {
      assertThat(grid.diffuse()[i]).isCloseTo(fitted[i], within(1e-4f));
    }
  }

  @Test
  void aSoftShadowOnACheekIsTakenForLightAndNothingElseIsTouched() {
    shade(CHEEK, 10, 0.65f);
    ResidualShading.include(grid, mesh, luminance);
    assertThat(residual(CHEEK)).isBetween(0.6f, 0.95f);
    assertThat(residual(OTHER_CHEEK)).isCloseTo(1, within(0.06f));
    boolean[] face = new boolean[luminance.length];
    for (int i = 0; i < face.length; i++) {
      face[i] = grid.buffer().covered(i) && grid.buffer().triangles()[i] < mesh.faceTriangles();
    }
    boolean[] near = Regions.dilated(face, grid.columns(), 3);
    for (int i = 0; i < face.length; i++) {
      if (!near[i]) {
        assertThat(grid.diffuse()[3 * i]).isEqualTo(fitted[3 * i]);
      }
    }
  }

  @Test
  void aGlareIsTakenForLightToo() {
    shade(CHEEK, 10, 1.4f);
    ResidualShading.include(grid, mesh, luminance);
    assertThat(residual(CHEEK)).isBetween(1.05f, 1.5f);
  }

  /** A birthmark is small and dark: it belongs to the face. */
  @Test
  void aSmallDarkMarkStays() {
    shade(CHEEK, 1, 0.15f);
    ResidualShading.include(grid, mesh, luminance);
    assertThat(residual(CHEEK)).isCloseTo(1, within(0.12f));
  }

  /** Multiplies the brightness around a vertex, softly over so many cells. */
  private void shade(int vertex, double reach, double factor) {
    int centre = cell(vertex);
    for (int i = 0; i < luminance.length; i++) {
      double dx = i % grid.columns() - centre % grid.columns();
      double dy = i / grid.columns() - centre / grid.columns();
      luminance[i] *= (float) Math.pow(factor, Math.exp(-(dx * dx + dy * dy) / (2 * reach * reach)));
    }
  }

  private float residual(int vertex) {
    int i = 3 * cell(vertex) + 1;
    return grid.diffuse()[i] / fitted[i];
  }

  private int cell(int vertex) {
    int x = (int) (sitter.face().x(vertex) * grid.columns() / sitter.width());
    int y = (int) (sitter.face().y(vertex) * grid.rows() / sitter.height());
    return y * grid.columns() + x;
  }
}
