package dev.keylight.face;

/**
 * The fixed part of a face mesh.
 *
 * @param vertexCount vertices per observation, including any that no triangle uses (irises)
 * @param triangles three vertex indices per triangle, wound so that cross(v1 − v0, v2 − v0) points out of the head (towards
 *     negative z for a face that looks at the camera, in image axes)
 * @param canonical the mean face in canonical head space, x, y, z per vertex, image axes (see {@link Pose})
 * @param textureCoordinates u, v per vertex in 0..1, v down
 */
public record FaceTopology(int vertexCount, int[] triangles, float[] canonical, float[] textureCoordinates) {
  /** The built-in mesh's, for whoever needs no tracker: no network is opened for it. */
  public static FaceTopology builtIn() {
    return CanonicalFace.shipped().topology();
  }
}
