package dev.keylight.lcvd.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.NoiseSchedule;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans of seven steps written as words: B both, F full, R reduced, D full with a known difference; small where shallow. */
class StepPlanTest {
  private static final NoiseSchedule LEVELS = new NoiseSchedule(new float[] {700, 100, 20, 5, 1, 0.2f, 0.01f, 0});
  private static final Guidance GUIDED = Guidance.constant(4.5f);

  private static String plan(Guidance guidance, Savings savings) {
    StepPlan plan = new StepPlan(LEVELS, guidance, savings);
    return IntStream.range(0, LEVELS.steps()).mapToObj(step -> {
      String letter = switch (plan.at(step)) {
        case BOTH -> "B";
        case FULL -> "F";
        case REDUCED -> "R";
        case FULL_AND_KNOWN_DIFFERENCE -> "D";
      };
      return plan.shallow(step) ? letter.toLowerCase(Locale.ROOT) : letter;
    }).collect(Collectors.joining());
  }

  @Test
  void exactLooksAtBothEverywhereAndGuidanceOneOrZeroAtOne() {
    assertThat(plan(GUIDED, Savings.NONE)).isEqualTo("BBBBBBB");
    assertThat(plan(Guidance.constant(1), Savings.NONE)).isEqualTo("FFFFFFF");
    assertThat(plan(Guidance.constant(0), Savings.NONE.withReducedEvery(2).withGuidance(0, 1))).isEqualTo("RRRRRRR");
  }

  @Test
  void eachPartAlone() {
    assertThat(plan(GUIDED, Savings.NONE.withGuidance(0.1f, 50))).isEqualTo("FFBBBBF");
    assertThat(plan(GUIDED, Savings.NONE.withReducedEvery(3))).isEqualTo("BDDBDDB");
    assertThat(plan(GUIDED, Savings.NONE.withDeepEvery(2))).isEqualTo("BbBbBbB");
  }

  @Test
  void atDecisiveLevelsEverythingIsComputed() {
    assertThat(plan(GUIDED, Savings.NONE.withReducedEvery(9).withDeepEvery(9).withDecisive(0.5f, 10))).isEqualTo("BddBBdd");
  }

  @Test
  void deepFeaturesOfASetThatWasNotLookedAtAreNotAskedFor() {
    // step 3 looks at both, but the last deep step looked at the full set alone
    assertThat(plan(GUIDED, Savings.NONE.withReducedEvery(3).withDeepEvery(2))).isEqualTo("BdDBdDB");
    assertThat(plan(GUIDED, Savings.NONE.withGuidance(0, 50).withDeepEvery(9))).isEqualTo("FfBbbbb");
  }

  @Test
  void onlyWhatIsUsedAgainIsKept() {
    StepPlan plan = new StepPlan(LEVELS, GUIDED, Savings.NONE.withReducedEvery(2).withDeepEvery(2));
    assertThat(plan.keepsDifference(0)).isTrue();
    assertThat(plan.keepsDeep(0)).isTrue();
    assertThat(plan.keepsDifference(6)).isFalse();
    assertThat(plan.keepsDeep(6)).isFalse();
    assertThat(plan.differenceOf(5)).isEqualTo(4);
    assertThat(new StepPlan(LEVELS, GUIDED, Savings.NONE).passes()).isEqualTo(14);
  }

  @Test
  void rangesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> Savings.NONE.withGuidance(5, 1)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("0.05:90");
    assertThatThrownBy(() -> Savings.NONE.withDeepEvery(0)).isInstanceOf(BadInputException.class);
  }
}
