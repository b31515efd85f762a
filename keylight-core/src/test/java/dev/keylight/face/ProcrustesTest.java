package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcrustesTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void finds_any_similarity_again(long seed) {
    Random random = new Random(seed);
    Pose truth = randomPose(random);
    float[] from = randomPoints(random, 12);
    Pose found = Procrustes.similarity(from, carried(truth, from));
    assertThat(found.scale()).isCloseTo(truth.scale(), within(1e-3f * truth.scale()));
    for (int i = 0; i < 9; i++) {
      assertThat(found.rotation()[i]).isCloseTo(truth.rotation()[i], within(1e-3f));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(found.translation()[i]).isCloseTo(truth.translation()[i], within(0.02f));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void never_mirrors(long seed) {
    Random random = new Random(seed);
    float[] from = randomPoints(random, 6);
    float[] mirrored = from.clone();
    for (int i = 0; i < mirrored.length; i += 3) {
      mirrored[i] = -mirrored[i];
    }
    assertThat(determinant(Procrustes.similarity(from, mirrored).rotation())).isCloseTo(1, within(1e-4));
  }

  @Test
  void points_without_weight_do_not_count() {
    Random random = new Random(5);
    Pose truth = randomPose(random);
    float[] from = randomPoints(random, 8);
    float[] to = carried(truth, from);
    to[3 * 7] += 500;
    float[] weights = {1, 2, 1, 0.5f, 1, 3, 1, 0};
    Pose found = Procrustes.similarity(from, to, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, weights);
    assertThat(found.scale()).isCloseTo(truth.scale(), within(1e-3f * truth.scale()));
  }

  @Test
  void flat_points_still_have_a_rotation() {
    float[] from = {0, 0, 0, 1, 0, 0, 0, 1, 0, 2, 3, 0};
    Pose truth = new Pose(2, new float[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, new float[] {5, 6, 7});
    Pose found = Procrustes.similarity(from, carried(truth, from));
    for (int i = 0; i < 9; i++) {
      assertThat(found.rotation()[i]).isCloseTo(truth.rotation()[i], within(1e-5f));
    }
  }

  @Test
  void one_place_has_no_scale() {
    float[] same = {1, 2, 3, 1, 2, 3, 1, 2, 3};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Procrustes.similarity(same, same))
        .withMessageContaining("one place");
  }

  private static Pose randomPose(Random random) {
    double[] q = random.doubles(4, -1, 1).toArray();
    double n = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double w = q[0] / n;
    double x = q[1] / n;
    double y = q[2] / n;
    double z = q[3] / n;
    float[] rotation = {
      (float) (1 - 2 * (y * y + z * z)), (float) (2 * (x * y - w * z)), (float) (2 * (x * z + w * y)),
      (float) (2 * (x * y + w * z)), (float) (1 - 2 * (x * x + z * z)), (float) (2 * (y * z - w * x)),
      (float) (2 * (x * z - w * y)), (float) (2 * (y * z + w * x)), (float) (1 - 2 * (x * x + y * y))
    };
    float[] translation = {random.nextFloat() * 500, random.nextFloat() * 500, random.nextFloat() * 50};
    return new Pose(0.5f + 30 * random.nextFloat(), rotation, translation);
  }

  private static float[] randomPoints(Random random, int count) {
    float[] points = new float[3 * count];
    for (int i = 0; i < points.length; i++) {
      points[i] = 10 * (random.nextFloat() - 0.5f);
    }
    return points;
  }

  private static float[] carried(Pose pose, float[] from) {
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i += 3) {
      pose.toImage(from, i, to, i);
    }
    return to;
  }

  private static double determinant(float[] r) {
    return r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]);
  }
}
