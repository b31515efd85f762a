package dev.keylight.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConditionDroppingTest {
  private static final int DRAWS = 200_000;

  private static double[] shares(ConditionDropping dropping) {
    SplittableRandom random = new SplittableRandom(7);
    double[] shares = new double[8];
    for (int i = 0; i < DRAWS; i++) {
      ConditionDropping.Kept kept = dropping.draw(random);
      shares[(kept.landmarks() ? 4 : 0) + (kept.shading() ? 2 : 0) + (kept.reference() ? 1 : 0)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void the_published_code_keeps_all_or_none_twice_as_often() {
    double[] shares = shares(ConditionDropping.CODE);
    for (int combination = 0; combination < 8; combination++) {
      double expected = combination == 0 || combination == 7 ? 0.2 : 0.1; // spec §8.6
      assertThat(shares[combination]).as("combination %d", combination).isCloseTo(expected, within(0.004));
    }
  }

  @Test
  void the_paper_keeps_either_both_or_neither() {
    double[] shares = shares(ConditionDropping.PAPER);
    for (int combination = 0; combination < 8; combination++) {
      assertThat(shares[combination]).isCloseTo(combination < 4 ? 0.25 : 0, within(0.004));
    }
  }

  @Test
  void short_trainings_see_both_most_of_the_time() {
    double[] shares = shares(ConditionDropping.MOSTLY_BOTH);
    assertThat(shares[3]).isCloseTo(0.62, within(0.004));
    assertThat(shares[1]).isCloseTo(0.12, within(0.004));
    assertThat(shares[2]).isCloseTo(0.20, within(0.004));
    assertThat(shares[0]).isCloseTo(0.06, within(0.004));
  }

  @Test
  void noise_levels_have_the_published_quantiles() {
    SplittableRandom random = new SplittableRandom(1);
    double[] sigmas = random.doubles(100_001).map(u -> LogNormal.LATENTS.draw(random)).sorted().toArray();
    assertThat(sigmas[50_000]).isCloseTo(2.014, within(0.05)); // spec §8.9
    assertThat(sigmas[5_000]).isCloseTo(0.145, within(0.01));
    assertThat(sigmas[95_000]).isCloseTo(28.0, within(1.2));
  }
}
