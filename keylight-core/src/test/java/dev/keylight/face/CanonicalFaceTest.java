package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalFaceTest {
  private final FaceTopology topology = CanonicalFace.shipped().topology();

  @Test
  void has_the_published_size() {
    assertThat(topology.vertexCount()).isEqualTo(478);
    assertThat(topology.triangles()).hasSize(3 * 898);
    assertThat(topology.canonical()).hasSize(3 * 478);
    assertThat(topology.textureCoordinates()).hasSize(2 * 478);
    for (int vertex : topology.triangles()) {
      assertThat(vertex).isBetween(0, 467);
    }
    for (float coordinate : topology.textureCoordinates()) {
      assertThat(coordinate).isBetween(0f, 1f);
    }
  }

  @Test
  void lies_in_the_pictures_axes() {
    assertThat(y(FaceLandmarks.FOREHEAD_TOP)).isLessThan(y(FaceLandmarks.CHIN));
    assertThat(x(FaceLandmarks.RIGHT_EYE_OUTER)).isLessThan(x(FaceLandmarks.LEFT_EYE_OUTER));
    assertThat(z(FaceLandmarks.NOSE_TIP)).isLessThan(z(234));
    assertThat(v(FaceLandmarks.FOREHEAD_TOP)).isLessThan(v(FaceLandmarks.CHIN));
    assertThat(topology.textureCoordinates()[2 * FaceLandmarks.RIGHT_EYE_OUTER])
        .isLessThan(topology.textureCoordinates()[2 * FaceLandmarks.LEFT_EYE_OUTER]);
  }

  @Test
  void triangles_face_outwards_and_share_edges_in_opposite_directions() {
    int[] triangles = topology.triangles();
    int towardsCamera = 0;
    Map<Long, Integer> edges = new HashMap<>();
    for (int i = 0; i < triangles.length; i += 3) {
      int a = triangles[i];
      int b = triangles[i + 1];
      int c = triangles[i + 2];
      float crossZ = (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a));
      towardsCamera += crossZ < 0 ? 1 : 0;
      for (int[] edge : new int[][] {{a, b}, {b, c}, {c, a}}) {
        edges.merge((long) edge[0] << 32 | edge[1], 1, Integer::sum);
      }
    }
    assertThat(towardsCamera).isGreaterThan(850);
    assertThat(edges.values()).as("one winding everywhere").containsOnly(1);
  }

  @Test
  void irises_sit_in_the_eyes() {
    for (int iris : new int[] {FaceLandmarks.RIGHT_IRIS, FaceLandmarks.LEFT_IRIS}) {
      boolean right = iris == FaceLandmarks.RIGHT_IRIS;
      float outer = x(right ? FaceLandmarks.RIGHT_EYE_OUTER : FaceLandmarks.LEFT_EYE_OUTER);
      float inner = x(right ? FaceLandmarks.RIGHT_EYE_INNER : FaceLandmarks.LEFT_EYE_INNER);
      assertThat(x(iris)).isBetween(Math.min(outer, inner) + 0.5f, Math.max(outer, inner) - 0.5f);
      assertThat(x(iris + 1) - x(iris + 3)).isCloseTo(1.17f, within(1e-4f));
      assertThat(y(iris + 4) - y(iris + 2)).isCloseTo(1.17f, within(1e-4f));
    }
  }

  @Test
  void its_own_pose_is_the_identity() {
    Pose pose = CanonicalFace.shipped().pose(topology.canonical());
    assertThat(pose.scale()).isCloseTo(1, within(1e-5f));
    assertThat(pose.rotation()).containsExactly(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-5f));
  }

  @Test
  void landmark_names_match_the_mesh() {
    assertThat(FaceLandmarks.oval()).doesNotHaveDuplicates().hasSize(36);
    for (int[] ring : new int[][] {
      FaceLandmarks.oval(), FaceLandmarks.lipsOuter(), FaceLandmarks.lipsInner(), FaceLandmarks.rightEye(), FaceLandmarks.leftEye()
    }) {
      float length = 0;
      for (int i = 0; i < ring.length; i++) {
        int next = ring[(i + 1) % ring.length];
        length = Math.max(length, (float) Math.hypot(x(ring[i]) - x(next), y(ring[i]) - y(next)));
      }
      assertThat(length).as("neighbours on a contour are near").isLessThan(2.5f);
    }
    for (int i = 0; i < FaceLandmarks.rightEye().length; i++) {
      assertThat(x(FaceLandmarks.rightEye()[i])).isCloseTo(-x(FaceLandmarks.leftEye()[i]), within(0.05f));
    }
    for (int i = 0; i < FaceLandmarks.rightBrow().length; i++) {
      assertThat(x(FaceLandmarks.rightBrow()[i])).isCloseTo(-x(FaceLandmarks.leftBrow()[i]), within(0.05f));
    }
  }

  private float x(int vertex) {
    return topology.canonical()[3 * vertex];
  }

  private float y(int vertex) {
    return topology.canonical()[3 * vertex + 1];
  }

  private float z(int vertex) {
    return topology.canonical()[3 * vertex + 2];
  }

  private float v(int vertex) {
    return topology.textureCoordinates()[2 * vertex + 1];
  }

  /** An opening's edges share their corners, run to the right of the picture, and the upper one lies above. */
  @Test
  void openingsHaveAnUpperAndALowerEdge() {
    int[][] upper = {FaceLandmarks.rightUpperLid(), FaceLandmarks.leftUpperLid(), FaceLandmarks.upperLip()};
    int[][] lower = {FaceLandmarks.rightLowerLid(), FaceLandmarks.leftLowerLid(), FaceLandmarks.lowerLip()};
    float[] face = topology.canonical();
    for (int opening = 0; opening < upper.length; opening++) {
      int last = upper[opening].length - 1;
      assertThat(lower[opening]).hasSize(last + 1).startsWith(upper[opening][0]).endsWith(upper[opening][last]);
      for (int i = 1; i < last; i++) {
        assertThat(face[3 * upper[opening][i]]).isGreaterThan(face[3 * upper[opening][i - 1]]);
        assertThat(face[3 * lower[opening][i]]).isGreaterThan(face[3 * lower[opening][i - 1]]);
        assertThat(face[3 * upper[opening][i] + 1]).isLessThan(face[3 * lower[opening][i] + 1]);
      }
    }
  }
}
