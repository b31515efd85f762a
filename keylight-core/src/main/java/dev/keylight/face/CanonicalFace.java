package dev.keylight.face;

import dev.keylight.KeylightException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * MediaPipe's canonical face: the mean mesh in centimetres, its triangles and texture coordinates, and how much each
 * vertex counts when the head's pose is found. The file carries no irises; they are set into the eyes here.
 */
final class CanonicalFace {
  /** Half the visible iris's diameter of 11.7 mm, nearly the same in all adults, in centimetres. */
  private static final float IRIS_RADIUS = 0.585f;

  /** Directions from the iris's centre of its four rim points, x and y, as the network numbers them. */
  private static final int[][] RIM = {{1, 0}, {0, -1}, {-1, 0}, {0, 1}};

  private static final CanonicalFace SHIPPED = read();

  private final FaceTopology topology;
  private final int[] basis;
  private final float[] weights;

  private CanonicalFace(FaceTopology topology, int[] basis, float[] weights) {
    this.topology = topology;
    this.basis = basis;
    this.weights = weights;
  }

  static CanonicalFace shipped() {
    return SHIPPED;
  }

  FaceTopology topology() {
    return topology;
  }

  /** The head's pose from its mesh in the image: weighted Procrustes with MediaPipe's weights. */
  Pose pose(float[] vertices) {
    return Procrustes.similarity(topology.canonical(), vertices, basis, weights);
  }

  private static CanonicalFace read() {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(ModelFiles.read("canonical_face.bin")))) {
      int vertexCount = in.readInt();
      int triangleCount = in.readInt();
      int basisCount = in.readInt();
      float[] vertices = new float[3 * FaceLandmarks.COUNT];
      float[] texture = new float[2 * FaceLandmarks.COUNT];
      for (int i = 0; i < 3 * vertexCount; i++) {
        vertices[i] = in.readFloat();
      }
      for (int i = 0; i < 2 * vertexCount; i++) {
        texture[i] = in.readFloat();
      }
      int[] triangles = new int[3 * triangleCount];
      for (int i = 0; i < triangles.length; i++) {
        triangles[i] = in.readUnsignedShort();
      }
      int[] basis = new int[basisCount];
      float[] weights = new float[basisCount];
      for (int i = 0; i < basisCount; i++) {
        basis[i] = in.readUnsignedShort();
        weights[i] = in.readFloat();
      }
      setIris(vertices, texture, RefinedPoints.RIGHT_EYE, FaceLandmarks.RIGHT_IRIS);
      setIris(vertices, texture, RefinedPoints.LEFT_EYE, FaceLandmarks.LEFT_IRIS);
      return new CanonicalFace(
          new FaceTopology(FaceLandmarks.COUNT, triangles, vertices, texture), basis, weights);
    } catch (IOException e) {
      throw new KeylightException("Shipped file canonical_face.bin is cut short; reinstall Keylight.", e);
    }
  }

  /** The iris in the middle of the lids, as deep as they are on average, as the tracker places it. */
  private static void setIris(float[] vertices, float[] texture, int[] eye, int iris) {
    float[] centre = mean(vertices, eye, 3);
    float[] textureCentre = mean(texture, eye, 2);
    float width = Math.abs(vertices[3 * eye[8]] - vertices[3 * eye[0]]);
    float textureWidth = Math.abs(texture[2 * eye[8]] - texture[2 * eye[0]]);
    for (int i = 0; i < FaceLandmarks.IRIS_POINTS; i++) {
      int x = i == 0 ? 0 : RIM[i - 1][0];
      int y = i == 0 ? 0 : RIM[i - 1][1];
      vertices[3 * (iris + i)] = centre[0] + x * IRIS_RADIUS;
      vertices[3 * (iris + i) + 1] = centre[1] + y * IRIS_RADIUS;
      vertices[3 * (iris + i) + 2] = centre[2];
      texture[2 * (iris + i)] = textureCentre[0] + x * IRIS_RADIUS * textureWidth / width;
      texture[2 * (iris + i) + 1] = textureCentre[1] + y * IRIS_RADIUS * textureWidth / width;
    }
  }

  private static float[] mean(float[] values, int[] eye, int dimensions) {
    float[] mean = new float[dimensions];
    for (int i = 0; i < RefinedPoints.LID_POINTS; i++) {
      for (int d = 0; d < dimensions; d++) {
        mean[d] += values[dimensions * eye[i] + d] / RefinedPoints.LID_POINTS;
      }
    }
    return mean;
  }
}
