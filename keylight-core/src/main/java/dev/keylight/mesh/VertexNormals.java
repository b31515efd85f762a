package dev.keylight.mesh;

import java.util.Arrays;

/**
 * Normals of a mesh's vertices as DECA and pytorch3d compute them (spec §7.7): every triangle adds
 * {@code cross(v1 − v0, v2 − v0)}, whose length is twice its area, to its three vertices; the sum is divided by
 * {@code max(length, 1e-6)}. Vertices without triangles get a zero normal.
 */
public final class VertexNormals {
  private static final float SHORTEST = 1e-6f;

  private VertexNormals() {}

  /**
   * @param vertices x, y, z per vertex
   * @param triangles three indices each, wound as {@code FaceTopology} says, so that normals point out of the head
   * @param normals receives x, y, z per vertex in the axes of the vertices; as long as {@code vertices}
   */
  public static void compute(float[] vertices, int[] triangles, float[] normals) {
    Arrays.fill(normals, 0, vertices.length, 0);
    for (int t = 0; t < triangles.length; t += 3) {
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      float ux = vertices[b] - vertices[a];
      float uy = vertices[b + 1] - vertices[a + 1];
      float uz = vertices[b + 2] - vertices[a + 2];
      float vx = vertices[c] - vertices[a];
      float vy = vertices[c + 1] - vertices[a + 1];
      float vz = vertices[c + 2] - vertices[a + 2];
      float x = uy * vz - uz * vy;
      float y = uz * vx - ux * vz;
      float z = ux * vy - uy * vx;
      add(normals, a, x, y, z);
      add(normals, b, x, y, z);
      add(normals, c, x, y, z);
    }
    for (int i = 0; i < vertices.length; i += 3) {
      float x = normals[i];
      float y = normals[i + 1];
      float z = normals[i + 2];
      float length = Math.max((float) Math.sqrt(x * x + y * y + z * z), SHORTEST);
      normals[i] = x / length;
      normals[i + 1] = y / length;
      normals[i + 2] = z / length;
    }
  }

  /** The same into a new array. */
  public static float[] of(float[] vertices, int[] triangles) {
    float[] normals = new float[vertices.length];
    compute(vertices, triangles, normals);
    return normals;
  }

  private static void add(float[] normals, int at, float x, float y, float z) {
    normals[at] += x;
    normals[at + 1] += y;
    normals[at + 2] += z;
  }
}
