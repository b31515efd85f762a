package dev.keylight.lcvd.flame;

/**
 * Linear blend skinning with correctives (spec §7.5), in 32-bit floats:
 *
 * <pre>
 * shaped = template + Σ βᵢ · shapeᵢ + Σ ψᵢ · expressionᵢ
 * joints = regressor · shaped
 * posed  = shaped + Σ (R − I)ₖ · correctivesₖ        over the rotations of all joints but the root
 * vertex = Σⱼ weightⱼ · Gⱼ · posed                   Gⱼ: the chain of turns about the joints, from rest
 * </pre>
 *
 * Immutable and thread safe.
 */
public final class Flame {
  private static final int JOINTS = FlameModel.JOINTS;

  private final FlameModel model;

  public Flame(FlameModel model) {
    this.model = model;
  }

  public FlameModel model() {
    return model;
  }

  /**
   * The head of DECA's parameters: the neck and the eyes stay straight.
   *
   * @param shape as many as the model's shapes
   * @param expression as many as the model's expressions
   * @param pose rotation vectors of the whole head and of the jaw, in radians
   * @return x, y, z per vertex in metres
   */
  public float[] vertices(float[] shape, float[] expression, float[] pose) {
    float[] full = new float[3 * JOINTS];
    System.arraycopy(pose, 0, full, 0, 3);
    System.arraycopy(pose, 3, full, 6, 3);
    return posed(shape, expression, full);
  }

  /** @param pose rotation vectors of root, neck, jaw and both eyes, in radians */
  public float[] posed(float[] shape, float[] expression, float[] pose) {
    float[] vertices = model.template().clone();
    add(vertices, shape, model.shape());
    add(vertices, expression, model.expression());
    float[][] joints = joints(vertices);
    float[][] rotations = new float[JOINTS][];
    float[] features = new float[9 * (JOINTS - 1)];
    for (int j = 0; j < JOINTS; j++) {
      rotations[j] = Rodrigues.matrix(pose[3 * j], pose[3 * j + 1], pose[3 * j + 2]);
      for (int k = 0; j > 0 && k < 9; k++) {
        features[9 * (j - 1) + k] = rotations[j][k] - (k % 4 == 0 ? 1 : 0);
      }
    }
    add(vertices, features, model.correctives());
    skin(vertices, transforms(rotations, joints));
    return vertices;
  }

  private static void add(float[] to, float[] parameters, float[][] directions) {
    if (parameters.length != directions.length) {
      throw new IllegalArgumentException("FLAME takes " + directions.length + " parameters, got " + parameters.length);
    }
    for (int p = 0; p < parameters.length; p++) {
      float amount = parameters[p];
      float[] direction = directions[p];
      for (int i = 0; amount != 0 && i < to.length; i++) {
        to[i] += amount * direction[i];
      }
    }
  }

  private float[][] joints(float[] vertices) {
    float[][] joints = new float[JOINTS][3];
    for (int j = 0; j < JOINTS; j++) {
      float[] share = model.regressor()[j];
      for (int v = 0; v < share.length; v++) {
        for (int k = 0; share[v] != 0 && k < 3; k++) {
          joints[j][k] += share[v] * vertices[3 * v + k];
        }
      }
    }
    return joints;
  }

  /** Per joint the 3 × 4 transform from the head at rest to the posed head, row major. */
  private float[][] transforms(float[][] rotations, float[][] joints) {
    float[][] chain = new float[JOINTS][];
    float[][] fromRest = new float[JOINTS][];
    for (int j = 0; j < JOINTS; j++) {
      int parent = model.parents()[j];
      float[] step = new float[3];
      for (int k = 0; k < 3; k++) {
        step[k] = joints[j][k] - (parent < 0 ? 0 : joints[parent][k]);
      }
      chain[j] = after(parent < 0 ? null : chain[parent], rotations[j], step);
      fromRest[j] = chain[j].clone();
      for (int row = 0; row < 3; row++) {
        fromRest[j][4 * row + 3] -= chain[j][4 * row] * joints[j][0] + chain[j][4 * row + 1] * joints[j][1]
            + chain[j][4 * row + 2] * joints[j][2];
      }
    }
    return fromRest;
  }

  /** {@code parent · [rotation | translation]}; without a parent the second alone. */
  private static float[] after(float[] parent, float[] rotation, float[] translation) {
    float[] product = new float[12];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        float sum = parent != null && column == 3 ? parent[4 * row + 3] : 0;
        for (int k = 0; k < 3; k++) {
          float right = column < 3 ? rotation[3 * k + column] : translation[k];
          sum += (parent == null ? (k == row ? 1 : 0) : parent[4 * row + k]) * right;
        }
        product[4 * row + column] = sum;
      }
    }
    return product;
  }

  private void skin(float[] vertices, float[][] transforms) {
    float[] blended = new float[12];
    for (int v = 0; v < model.vertexCount(); v++) {
      for (int i = 0; i < 12; i++) {
        blended[i] = 0;
        for (int j = 0; j < JOINTS; j++) {
          blended[i] += model.weights()[JOINTS * v + j] * transforms[j][i];
        }
      }
      float x = vertices[3 * v];
      float y = vertices[3 * v + 1];
      float z = vertices[3 * v + 2];
      for (int row = 0; row < 3; row++) {
        vertices[3 * v + row] = blended[4 * row] * x + blended[4 * row + 1] * y + blended[4 * row + 2] * z
            + blended[4 * row + 3];
      }
    }
  }
}
