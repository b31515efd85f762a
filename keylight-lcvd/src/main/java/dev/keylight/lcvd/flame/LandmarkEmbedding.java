package dev.keylight.lcvd.flame;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.NumberArray;
import dev.keylight.lcvd.checkpoint.ObjectFile;
import java.nio.file.Path;

/**
 * Where the 68 landmarks lie on FLAME's mesh ({@code landmark_embedding.npy}). The inner 51 are fixed to the skin. The 17 of
 * the jaw line follow the visible contour: one set for every degree the head is turned, 0 to 39 and −1 to −39. The published
 * shading does not need them; they serve for showing and measuring tracks.
 */
public final class LandmarkEmbedding {
  private static final int TURNS = 79;
  private static final int WIDEST = 39;

  /** Points on triangles: which, and the three barycentric weights. */
  private record Points(int[] triangles, float[] weights) {}

  private final int[] mesh;
  private final Points inner;
  private final Points contour;
  private final Points solid;
  private final int contourPoints;

  private LandmarkEmbedding(int[] mesh, Points inner, Points contour, Points solid) {
    this.mesh = mesh;
    this.inner = inner;
    this.contour = contour;
    this.solid = solid;
    this.contourPoints = contour.triangles.length / TURNS;
  }

  /**
   * Reads the published file.
   *
   * @throws BadInputException when it is missing, damaged or made for another mesh
   */
  public static LandmarkEmbedding read(Path path, FlameModel model) {
    ObjectFile file = ObjectFile.open(path);
    return new LandmarkEmbedding(model.triangles(), points(file, "static", model, false),
        points(file, "dynamic", model, true), points(file, "full", model, false));
  }

  private static Points points(ObjectFile file, String kind, FlameModel model, boolean turning) {
    NumberArray faces = file.numbers(kind + "_lmk_faces_idx");
    NumberArray weights = file.numbers(kind + "_lmk_bary_coords");
    int[] triangles = faces.ints();
    boolean fits = weights.values().length == 3 * triangles.length && (!turning || faces.shape()[0] == TURNS);
    for (int triangle : triangles) {
      fits &= triangle >= 0 && triangle < model.triangles().length / 3;
    }
    if (!fits) {
      throw new BadInputException(file.path() + " does not fit the FLAME model beside it; both must come from DECA's release");
    }
    return new Points(triangles, weights.floats());
  }

  /** The 68 landmarks of the solid head, x, y, z each. */
  public float[] solid(float[] vertices) {
    return on(vertices, solid, 0, solid.triangles.length);
  }

  /**
   * The landmarks as a camera in front sees them: the contour for the head's turn, then the inner ones.
   *
   * @param pose the head's rotation vector
   */
  public float[] seen(float[] vertices, float[] pose) {
    float[] line = on(vertices, contour, contourPoints * turn(Rodrigues.matrix(pose[0], pose[1], pose[2])), contourPoints);
    float[] face = on(vertices, inner, 0, inner.triangles.length);
    float[] all = new float[line.length + face.length];
    System.arraycopy(line, 0, all, 0, line.length);
    System.arraycopy(face, 0, all, line.length, face.length);
    return all;
  }

  /** Which contour: the turn about y in whole degrees, those to the other side behind the first forty. */
  static int turn(float[] rotation) {
    double angle = Math.toDegrees(Math.atan2(-rotation[6], Math.hypot(rotation[0], rotation[3])));
    long degrees = (long) Math.rint(Math.min(angle, WIDEST));
    return (int) (degrees >= 0 ? degrees : Math.min(WIDEST - degrees, TURNS - 1));
  }

  private float[] on(float[] vertices, Points points, int first, int count) {
    float[] result = new float[3 * count];
    for (int i = 0; i < count; i++) {
      for (int corner = 0; corner < 3; corner++) {
        int vertex = mesh[3 * points.triangles[first + i] + corner];
        for (int k = 0; k < 3; k++) {
          result[3 * i + k] += points.weights[3 * (first + i) + corner] * vertices[3 * vertex + k];
        }
      }
    }
    return result;
  }
}
