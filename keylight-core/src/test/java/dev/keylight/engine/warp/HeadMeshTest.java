package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.motion.AlignedFace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The surface of a mean face put into pictures of many shapes. */
class HeadMeshTest {
  private static final FaceTopology TOPOLOGY = Sitter.astronaut().topology();

  /** Width, height, the face's height as a share of the shorter side, and what decides where it is. */
  record Framing(int width, int height, float share, long seed) {
    /** Centimetres from forehead to chin of the mean face. */
    private static final float TALL = 17.5f;

    Pose pose() {
      Random random = new Random(seed);
      float scale = share * Math.min(width, height) / TALL;
      float x = width * (0.4f + 0.2f * random.nextFloat());
      float y = height * (0.35f + 0.15f * random.nextFloat());
      Pose facing = new Pose(scale, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[] {x, y, 0});
      return Sitter.turned(facing, 16 * random.nextFloat() - 8, 16 * random.nextFloat() - 8);
    }

    HeadMesh mesh() {
      return new HeadMesh(vertices(pose()), pose(), TOPOLOGY, width, height);
    }

    AlignedFace turned(double yaw, double pitch) {
      Pose pose = Sitter.turned(pose(), yaw, pitch);
      return new AlignedFace(vertices(pose), TOPOLOGY.canonical(), pose, AlignedFace.STILL_CAMERA, false);
    }
  }

  static List<Framing> framings() {
    List<Framing> framings = new ArrayList<>();
    int[][] sizes = {{512, 512}, {333, 517}, {360, 900}, {960, 400}, {97, 101}, {641, 241}};
    for (int[] size : sizes) {
      framings.add(new Framing(size[0], size[1], 0.35f, size[0]));
      framings.add(new Framing(size[0], size[1], 0.55f, size[1]));
    }
    return framings;
  }

  @ParameterizedTest
  @MethodSource("framings")
  void theFaceComesFirstAndIsTakenOverAsItIs(Framing framing) {
    HeadMesh mesh = framing.mesh();
    assertThat(mesh.faceTriangles()).isEqualTo(TOPOLOGY.triangles().length / 3);
    assertThat(mesh.triangles()).startsWith(TOPOLOGY.triangles());
    AlignedFace turned = framing.turned(25, 10);
    float[] moved = posed(mesh, turned);
    for (int i = 0; i < 3 * HeadMesh.FACE_VERTICES; i++) {
      assertThat(moved[i]).isEqualTo(turned.vertices()[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("framings")
  void theReferencesPoseGivesTheReferenceBack(Framing framing) {
    HeadMesh mesh = framing.mesh();
    float[] moved = posed(mesh, framing.turned(0, 0));
    for (int i = 0; i < moved.length; i++) {
      assertThat(moved[i]).isCloseTo(mesh.reference()[i], within(0.02f));
    }
  }

  /** Where there is room around the head; hair that the picture's edge cuts turns with its head. */
  @ParameterizedTest
  @CsvSource({"512, 512", "333, 517", "360, 900", "960, 400", "97, 101", "641, 241"})
  void besideThePictureTheSurfaceStandsStill(int width, int height) {
    Framing framing = new Framing(width, height, 0.2f, width);
    HeadMesh mesh = framing.mesh();
    float[] moved = posed(mesh, framing.turned(30, -12));
    int beside = 0;
    for (int v = HeadMesh.FACE_VERTICES; v < mesh.vertexCount(); v++) {
      float x = mesh.reference()[3 * v];
      if (x < 0 || x > framing.width) {
        beside++;
        double far = Math.hypot(moved[3 * v] - x, moved[3 * v + 1] - mesh.reference()[3 * v + 1]);
        assertThat(far).as("vertex %d at %.0f, %.0f", v, x, mesh.reference()[3 * v + 1]).isLessThan(0.5);
      }
    }
    assertThat(beside).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("framings")
  void theSurfaceCoversThePictureHoweverTheHeadTurns(Framing framing) {
    HeadMesh mesh = framing.mesh();
    for (int[] turn : new int[][] {{0, 0}, {35, 0}, {-35, 0}, {0, 20}, {0, -20}, {25, 15}, {-25, -15}}) {
      float[] moved = posed(mesh, framing.turned(turn[0], turn[1]));
      RasterBuffer drawn = new RasterBuffer(framing.width, framing.height, 0);
      new ScanlineRasterizer().draw(moved, mesh.triangles(), new float[0], drawn);
      int bare = 0;
      int first = -1;
      for (int i = 0; i < framing.width * framing.height; i++) {
        if (!drawn.covered(i)) {
          bare++;
          first = first < 0 ? i : first;
        }
      }
      assertThat(bare)
          .as("bare pixels with yaw %d, pitch %d, the first at %d, %d", turn[0], turn[1], first % framing.width, first / framing.width)
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("framings")
  void weightsAreShares(Framing framing) {
    HeadMesh mesh = framing.mesh();
    for (int v = 0; v < mesh.vertexCount(); v++) {
      assertThat(mesh.turning(v)).isBetween(0f, 1f);
      assertThat(mesh.hold(v)).isBetween(0f, 1f);
      if (v < HeadMesh.FACE_VERTICES) {
        assertThat(mesh.turning(v)).isEqualTo(1);
        assertThat(mesh.hold(v)).isEqualTo(1);
      }
    }
  }

  private static float[] posed(HeadMesh mesh, AlignedFace face) {
    float[] moved = new float[3 * mesh.vertexCount()];
    mesh.pose(face, mesh.lean(face), moved);
    return moved;
  }

  private static float[] vertices(Pose pose) {
    float[] vertices = new float[TOPOLOGY.canonical().length];
    for (int i = 0; i < vertices.length; i += 3) {
      pose.toImage(TOPOLOGY.canonical(), i, vertices, i);
    }
    return vertices;
  }
}
