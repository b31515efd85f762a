package dev.keylight.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.eval.Reference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What SciPy, NumPy and the krippendorff package say. */
class ReferenceTest {
  /** The clouds of {@code tools/eval_reference.py}. */
  private static double[][][] clouds(int rows, int width) {
    long state = 7;
    double[][][] points = new double[2][rows][width];
    for (int cloud = 0; cloud < 2; cloud++) {
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < width; k++) {
          state = state * 6364136223846793005L + 1442695040888963407L;
          double value = (state >>> 40) / (double) (1 << 24);
          points[cloud][i][k] = cloud == 0 ? value : value * (0.5 + (double) k / (width - 1)) + 0.3;
        }
      }
    }
    return points;
  }

  @Test
  void distances_of_clouds_are_those_of_scipy_and_numpy() {
    for (JsonNode expected : Reference.at("distances")) {
      double[][][] points = clouds(expected.get("rows").intValue(), expected.get("width").intValue());
      assertThat(Gaussians.frechet(points[0], points[1])).isCloseTo(expected.get("frechet").doubleValue(), within(1e-6));
      assertThat(Unbiased.kernel(points[0], points[1])).isCloseTo(expected.get("kernel").doubleValue(), within(1e-9));
    }
  }

  @Test
  void a_cloud_is_at_no_distance_from_itself_and_order_does_not_matter() {
    double[][][] points = clouds(40, 4);
    assertThat(Gaussians.frechet(points[0], points[0])).isCloseTo(0, within(1e-9));
    assertThat(Gaussians.frechet(points[0], points[1])).isCloseTo(Gaussians.frechet(points[1], points[0]), within(1e-9));
    assertThat(Gaussians.frechet(points[0], new double[][] {points[1][0]})).isNaN();
  }

  @Test
  void unbiased_distances_of_one_distribution_are_near_nothing_where_the_plain_one_is_not() {
    double[][][] points = clouds(240, 12);
    double[][] half = Arrays.copyOfRange(points[0], 0, 60);
    double[][] other = Arrays.copyOfRange(points[0], 60, 240);
    double plain = Gaussians.frechet(half, other);
    assertThat(Math.abs(Unbiased.frechetAtInfinity(half, other))).isLessThan(0.6 * plain);
    assertThat(Math.abs(Unbiased.kernel(half, other))).isLessThan(0.01);
    assertThat(Unbiased.kernel(half, points[1])).isGreaterThan(0.5);
    assertThat(Unbiased.frechetAtInfinity(Arrays.copyOf(half, 10), other)).isNaN();
  }

  @Test
  void agreement_is_that_of_the_krippendorff_package() {
    for (JsonNode table : Reference.at("agreement")) {
      double[][] answers = new double[table.get("answers").size()][];
      for (int person = 0; person < answers.length; person++) {
        JsonNode row = table.get("answers").get(person);
        answers[person] = new double[row.size()];
        for (int q = 0; q < row.size(); q++) {
          answers[person][q] = row.get(q).isNull() ? Double.NaN : row.get(q).doubleValue();
        }
      }
      assertThat(Krippendorff.ordinal(answers)).isCloseTo(table.get("ordinal").doubleValue(), within(1e-9));
    }
  }

  @Test
  void agreement_needs_two_people_and_two_opinions() {
    assertThat(Krippendorff.ordinal(new double[][] {{1, 2, 3}})).isNaN();
    assertThat(Krippendorff.ordinal(new double[][] {{4, 4}, {4, 4}})).isNaN();
    assertThat(Krippendorff.ordinal(new double[][] {{1, 5}, {1, 5}})).isEqualTo(1);
    assertThat(Krippendorff.ordinal(new double[0][])).isNaN();
  }
}
