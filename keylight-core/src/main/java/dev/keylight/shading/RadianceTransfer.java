package dev.keylight.shading;

import dev.keylight.face.Pose;
import dev.keylight.light.LightAxes;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.mesh.VertexNormals;

/**
 * Soft self-shadowing by precomputed radiance transfer (Sloan, Kautz and Snyder 2002): nine numbers a vertex that say how
 * much of each band of light arrives past nose, brow and chin. {@code shading = Σ_b l_b · T_b}; where nothing is in the
 * way {@code T_b = c_b · Y_b(n)}, so on a convex mesh the shadowed shading is the plain one.
 *
 * <p>Made once for a face in head space, which takes some ten milliseconds; lights are turned into the head frame by
 * frame. Immutable and thread safe.
 */
public final class RadianceTransfer {
  private static final int BANDS = SphericalHarmonics.BANDS;

  /** Rows of the stratified directions; each is a Fibonacci lattice point. */
  private static final int DIRECTIONS = 384;

  /** Nearer hits, relative to the mesh's size, are the surface itself. */
  private static final float NEAR = .004f;

  /** The mesh is coarse: what is in the way is averaged with the neighbours, so that shadows have no facets. */
  private static final int SMOOTHING = 1;

  private final int vertexCount;
  private final float[] open;
  private final float[] transfer;

  private RadianceTransfer(int vertexCount, float[] open, float[] transfer) {
    this.vertexCount = vertexCount;
    this.open = open;
    this.transfer = transfer;
  }

  /** The mesh shadows itself. */
  public static RadianceTransfer of(float[] vertices, int[] triangles) {
    return of(vertices, triangles, vertices, triangles);
  }

  /**
   * @param vertices x, y, z per vertex in head space, image axes
   * @param triangles wound as {@code FaceTopology} says
   * @param occluder vertices of what may be in the way, in the same space
   * @param occluderTriangles of the occluder
   */
  public static RadianceTransfer of(float[] vertices, int[] triangles, float[] occluder, int[] occluderTriangles) {
    int count = vertices.length / 3;
    float[] imageNormals = VertexNormals.of(vertices, triangles);
    float[] normals = new float[imageNormals.length];
    LightAxes.directions(imageNormals, normals, count);
    float[] blocked = new float[BANDS * count];
    ShadowRays rays = new ShadowRays(vertices, occluder, occluderTriangles, NEAR);
    boolean[] hit = new boolean[count];
    float[] bands = new float[BANDS];
    double golden = Math.PI * (3 - Math.sqrt(5));
    for (int k = 0; k < DIRECTIONS; k++) {
      double y = 1 - (2 * k + 1.0) / DIRECTIONS;
      double radius = Math.sqrt(1 - y * y);
      float dx = (float) (radius * Math.cos(golden * k));
      float dy = (float) y;
      float dz = (float) (radius * Math.sin(golden * k));
      rays.cast(LightAxes.direction(new float[] {dx, dy, dz}), imageNormals, hit);
      transferred(dx, dy, dz, bands);
      for (int v = 0; v < count; v++) {
        float cosine = normals[3 * v] * dx + normals[3 * v + 1] * dy + normals[3 * v + 2] * dz;
        if (hit[v] && cosine > 0) {
          for (int b = 0; b < BANDS; b++) {
            blocked[BANDS * v + b] += cosine * bands[b];
          }
        }
      }
    }
    for (int pass = 0; pass < SMOOTHING; pass++) {
      blocked = smoothed(blocked, triangles, count);
    }
    float[] open = new float[BANDS * count];
    float[] transfer = new float[BANDS * count];
    for (int v = 0; v < count; v++) {
      SphericalHarmonics.basis(normals[3 * v], normals[3 * v + 1], normals[3 * v + 2], bands);
      for (int b = 0; b < BANDS; b++) {
        open[BANDS * v + b] = bands[b];
        transfer[BANDS * v + b] = bands[b] - blocked[BANDS * v + b];
      }
    }
    return new RadianceTransfer(count, open, transfer);
  }

  /**
   * What one direction of the lattice contributes to each T_b per unit cosine. {@code c_b·Y_b} holds the cosine lobe (2π/3,
   * π/4, and none in degree 0, see {@code light.Lamp}); here the lobe is integrated, so it is divided out again.
   */
  private static void transferred(float x, float y, float z, float[] bands) {
    SphericalHarmonics.basis(x, y, z, bands);
    double solidAngle = 4 * Math.PI / DIRECTIONS;
    for (int b = 0; b < BANDS; b++) {
      double lobe = b == 0 ? Math.PI : b < 4 ? 2 * Math.PI / 3 : Math.PI / 4;
      bands[b] *= (float) (solidAngle / lobe);
    }
  }

  private static float[] smoothed(float[] blocked, int[] triangles, int count) {
    float[] sum = new float[blocked.length];
    int[] neighbours = new int[count];
    for (int t = 0; t < triangles.length; t += 3) {
      for (int k = 0; k < 3; k++) {
        int v = triangles[t + k];
        for (int other : new int[] {triangles[t + (k + 1) % 3], triangles[t + (k + 2) % 3]}) {
          for (int b = 0; b < BANDS; b++) {
            sum[BANDS * v + b] += blocked[BANDS * other + b];
          }
          neighbours[v]++;
        }
      }
    }
    for (int v = 0; v < count; v++) {
      for (int b = 0; b < BANDS; b++) {
        int i = BANDS * v + b;
        sum[i] = neighbours[v] == 0 ? blocked[i] : .5f * blocked[i] + .5f * sum[i] / neighbours[v];
      }
    }
    return sum;
  }

  public int vertexCount() {
    return vertexCount;
  }

  /** T_b of one vertex. */
  public float transfer(int vertex, int band) {
    return transfer[BANDS * vertex + band];
  }

  /** What T_b of one vertex would be with nothing in the way. */
  public float open(int vertex, int band) {
    return open[BANDS * vertex + band];
  }

  /** How much of an even sky a vertex sees, 1 where nothing is in the way: ambient occlusion. */
  public float openness(int vertex) {
    return transfer[BANDS * vertex] / open[BANDS * vertex];
  }

  /**
   * Shadowed shading of every vertex.
   *
   * @param lightInHead the light turned into head space by {@link LightAxes#intoHead}
   * @param rgb receives linear RGB per vertex, unclamped
   */
  public void shade(SphericalHarmonics lightInHead, float[] rgb) {
    shade(transfer, lightInHead, rgb);
  }

  /**
   * What self-shadowing leaves of the shading of every vertex: 1 in the open, towards 0 where the light cannot get. Made
   * for multiplying onto a shading with finer normals than the mesh's.
   *
   * @param inHead the light turned into head space
   * @param rgb receives a factor per vertex and channel, in 0..1
   */
  public void shadow(SphericalHarmonics inHead, float[] rgb) {
    float[] unshadowed = new float[3 * vertexCount];
    shade(transfer, inHead, rgb);
    shade(open, inHead, unshadowed);
    float[] mean = inHead.meanShading();
    for (int i = 0; i < rgb.length; i++) {
      // Where hardly any light falls the ratio says nothing; a little of the mean keeps it calm.
      float calm = .06f * Math.max(mean[i % 3], 1e-6f);
      rgb[i] = Math.max(0, Math.min(1, (Math.max(rgb[i], 0) + calm) / (Math.max(unshadowed[i], 0) + calm)));
    }
  }

  /** The same for a light in the picture's space and a head posed in it. */
  public void shadow(SphericalHarmonics light, Pose pose, float[] rgb) {
    shadow(LightAxes.intoHead(light, pose.rotation()), rgb);
  }

  private void shade(float[] coefficients, SphericalHarmonics light, float[] rgb) {
    for (int v = 0; v < vertexCount; v++) {
      for (int c = 0; c < 3; c++) {
        float sum = 0;
        for (int b = 0; b < BANDS; b++) {
          sum += light.get(b, c) * coefficients[BANDS * v + b];
        }
        rgb[3 * v + c] = sum;
      }
    }
  }
}
