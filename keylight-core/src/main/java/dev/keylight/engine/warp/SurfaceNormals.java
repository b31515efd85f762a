package dev.keylight.engine.warp;

import dev.keylight.face.Pose;
import dev.keylight.mesh.VertexNormals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Unit normals of the whole {@link HeadMesh}, per frame: on the face from the moved mesh, smoothed over its neighbours
 * because a few hundred vertices know form but not skin; elsewhere the outline's ({@link BodyNormals}), turned with the
 * head as far as the vertex turns.
 */
final class SurfaceNormals {
  private static final int SMOOTHINGS = 4;
  private static final int CHIN = 152;

  private final HeadMesh mesh;
  private final Pose referencePose;
  private final int[] faceTriangles;
  private final int[][] neighbours;
  private final float[] reference;
  private final float[] scratch;
  private final BodyNormals body;

  SurfaceNormals(HeadMesh mesh, Pose referencePose, Mat matte) {
    this(mesh, referencePose, matte, null);
  }

  /**
   * @param before normals of the frame before in a clip, to start from; null for a first frame
   */
  SurfaceNormals(HeadMesh mesh, Pose referencePose, Mat matte, SurfaceNormals before) {
    this.mesh = mesh;
    this.referencePose = referencePose;
    this.faceTriangles = Arrays.copyOf(mesh.triangles(), 3 * mesh.faceTriangles());
    this.neighbours = before == null ? neighbours(mesh) : before.neighbours;
    this.reference = new float[3 * mesh.vertexCount()];
    this.scratch = new float[3 * mesh.vertexCount()];
    faceNormals(mesh.reference(), reference);
    this.body =
        BodyNormals.diffuse(
            matte,
            mesh.reference(),
            reference,
            HeadMesh.FACE_VERTICES,
            mesh.reference()[3 * CHIN + 1],
            before == null ? null : before.body);
    for (int v = HeadMesh.FACE_VERTICES; v < mesh.vertexCount(); v++) {
      body.at(mesh.reference()[3 * v], mesh.reference()[3 * v + 1], reference, 3 * v);
    }
  }

  float[] reference() {
    return reference;
  }

  /** Writes the normals of the posed surface, image axes, three per vertex. */
  void of(float[] vertices, Pose pose, float[] normals) {
    faceNormals(vertices, normals);
    float[] turn = relative(pose.rotation(), referencePose.rotation());
    for (int v = HeadMesh.FACE_VERTICES; v < mesh.vertexCount(); v++) {
      float w = mesh.turning(v);
      float x = reference[3 * v];
      float y = reference[3 * v + 1];
      float z = reference[3 * v + 2];
      float tx = x + w * (turn[0] * x + turn[1] * y + turn[2] * z - x);
      float ty = y + w * (turn[3] * x + turn[4] * y + turn[5] * z - y);
      float tz = z + w * (turn[6] * x + turn[7] * y + turn[8] * z - z);
      float length = (float) Math.sqrt(tx * tx + ty * ty + tz * tz) + 1e-9f;
      normals[3 * v] = tx / length;
      normals[3 * v + 1] = ty / length;
      normals[3 * v + 2] = tz / length;
    }
  }

  /** R_now · R_referenceᵀ. */
  static float[] relative(float[] now, float[] reference) {
    float[] product = new float[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          product[3 * i + j] += now[3 * i + k] * reference[3 * j + k];
        }
      }
    }
    return product;
  }

  private void faceNormals(float[] p, float[] normals) {
    VertexNormals.compute(p, faceTriangles, normals);
    for (int pass = 0; pass < SMOOTHINGS; pass++) {
      System.arraycopy(normals, 0, scratch, 0, 3 * HeadMesh.FACE_VERTICES);
      for (int v = 0; v < HeadMesh.FACE_VERTICES; v++) {
        int[] around = neighbours[v];
        if (around.length == 0) {
          continue;
        }
        float share = 0.6f / around.length;
        for (int i = 0; i < 3; i++) {
          float sum = 0;
          for (int n : around) {
            sum += scratch[3 * n + i];
          }
          normals[3 * v + i] = 0.4f * scratch[3 * v + i] + share * sum;
        }
      }
      normalise(normals);
    }
  }

  private static void normalise(float[] normals) {
    for (int v = 0; v < HeadMesh.FACE_VERTICES; v++) {
      float x = normals[3 * v];
      float y = normals[3 * v + 1];
      float z = normals[3 * v + 2];
      float length = (float) Math.sqrt(x * x + y * y + z * z);
      if (length < 1e-9f) {
        normals[3 * v + 2] = -1;
      } else {
        normals[3 * v] = x / length;
        normals[3 * v + 1] = y / length;
        normals[3 * v + 2] = z / length;
      }
    }
  }

  private static int[][] neighbours(HeadMesh mesh) {
    List<TreeSet<Integer>> sets = new ArrayList<>();
    for (int v = 0; v < HeadMesh.FACE_VERTICES; v++) {
      sets.add(new TreeSet<>());
    }
    int[] t = mesh.triangles();
    for (int i = 0; i < t.length; i += 3) {
      for (int j = 0; j < 3; j++) {
        int a = t[i + j];
        int b = t[i + (j + 1) % 3];
        if (a < HeadMesh.FACE_VERTICES && b < HeadMesh.FACE_VERTICES) {
          sets.get(a).add(b);
          sets.get(b).add(a);
        }
      }
    }
    return sets.stream()
        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
