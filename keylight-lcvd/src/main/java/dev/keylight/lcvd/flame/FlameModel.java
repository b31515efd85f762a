package dev.keylight.lcvd.flame;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.NumberArray;
import dev.keylight.lcvd.checkpoint.ObjectFile;
import java.nio.file.Path;

/**
 * The numbers of {@code generic_model.pkl}, as far as DECA uses them.
 *
 * @param template the mean head, x, y, z per vertex, in metres
 * @param triangles three vertices each, wound so that cross(v1 − v0, v2 − v0) points outwards
 * @param shape displacement of every coordinate per unit of each shape parameter, parameter by parameter
 * @param expression the same for expression parameters
 * @param correctives the same for each entry of the four joint rotations minus identity, 36 in all
 * @param regressor how much each vertex counts for each joint's place, joint by joint
 * @param parents of the joints, −1 for the root
 * @param weights how much each vertex follows each joint, vertex by vertex
 */
public record FlameModel(
    float[] template,
    int[] triangles,
    float[][] shape,
    float[][] expression,
    float[][] correctives,
    float[][] regressor,
    int[] parents,
    float[] weights) {
  /** Root, neck, jaw and the two eyes. */
  public static final int JOINTS = 5;

  private static final int CORRECTIVES = 9 * (JOINTS - 1);

  /**
   * Which of the file's displacements are used.
   *
   * @param shapes how many of the first ones, which are identity
   * @param firstExpression where expressions begin
   * @param expressions how many of them
   */
  public record Basis(int shapes, int firstExpression, int expressions) {
    /** DECA's: 100 of FLAME's 300 shapes and 50 of its 100 expressions. */
    public static final Basis DECA = new Basis(100, 300, 50);
  }

  /**
   * Reads the published pickle.
   *
   * @throws BadInputException when the file is missing, damaged or not such a model
   */
  public static FlameModel read(Path path, Basis basis) {
    ObjectFile file = ObjectFile.open(path);
    NumberArray template = file.numbers("v_template", -1, 3);
    int vertices = template.shape()[0];
    int[] triangles = file.numbers("f", -1, 3).ints();
    for (int vertex : triangles) {
      require(path, vertex >= 0 && vertex < vertices, "a triangle with the vertex " + vertex + " of " + vertices);
    }
    NumberArray displacements = file.numbers("shapedirs", vertices, 3, -1);
    int columns = displacements.shape()[2];
    require(path, columns >= basis.firstExpression + basis.expressions, "only " + columns + " shapes and expressions");
    float[] tree = file.numbers("kintree_table", 2, JOINTS).floats();
    int[] parents = new int[JOINTS];
    parents[0] = -1;
    for (int j = 1; j < JOINTS; j++) {
      parents[j] = (int) tree[j];
      require(path, parents[j] >= 0 && parents[j] < j, "the joint " + j + " after its parent " + parents[j]);
    }
    return new FlameModel(template.floats(), triangles,
        columns(displacements, 0, basis.shapes),
        columns(displacements, basis.firstExpression, basis.expressions),
        columns(file.numbers("posedirs", vertices, 3, CORRECTIVES), 0, CORRECTIVES),
        rows(file.numbers("J_regressor", JOINTS, vertices)), parents,
        file.numbers("weights", vertices, JOINTS).floats());
  }

  private static void require(Path path, boolean fits, String found) {
    if (!fits) {
      throw new BadInputException(path + " holds " + found + "; it is not FLAME's generic_model.pkl, download that again");
    }
  }

  /** Consecutive entries of the last dimension, each as one array over all others. */
  private static float[][] columns(NumberArray array, int first, int count) {
    int width = array.shape()[2];
    float[][] columns = new float[count][array.values().length / width];
    for (int i = 0; i < columns[0].length; i++) {
      for (int c = 0; c < count; c++) {
        columns[c][i] = (float) array.values()[i * width + first + c];
      }
    }
    return columns;
  }

  private static float[][] rows(NumberArray matrix) {
    int width = matrix.shape()[1];
    float[][] rows = new float[matrix.shape()[0]][width];
    for (int i = 0; i < matrix.values().length; i++) {
      rows[i / width][i % width] = (float) matrix.values()[i];
    }
    return rows;
  }

  public int vertexCount() {
    return template.length / 3;
  }
}
