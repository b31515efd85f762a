package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeethTest {
  private static final float PIXEL = 0.05f;

  /** How often brightness falls and rises again along half a row. */
  private static int dips(boolean upper, float pixel) {
    int dips = 0;
    for (float across = 0.03f; across < 2.2f; across += 0.005f) {
      float here = Teeth.bright(upper, across, pixel);
      if (here < Teeth.bright(upper, across - 0.005f, pixel) && here < Teeth.bright(upper, across + 0.005f, pixel)) {
        dips++;
      }
    }
    return dips;
  }

  @Test
  void a_row_is_made_of_single_teeth() {
    assertThat(dips(true, PIXEL)).as("between four upper teeth").isEqualTo(3);
    assertThat(dips(false, PIXEL)).as("between five lower teeth").isEqualTo(4);
  }

  @Test
  void gaps_take_as_much_light_whatever_the_size_of_a_pixel() {
    double fine = 0;
    double coarse = 0;
    for (float across = 0; across < 2.5f; across += 0.01f) {
      fine += Teeth.bright(true, across, 0.01f);
      coarse += Teeth.bright(true, across, 0.15f);
    }
    assertThat(coarse / fine).isCloseTo(1, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rows_end_and_turn_away_from_the_light(boolean upper) {
    assertThat(Teeth.bright(upper, 0.4f, PIXEL)).isGreaterThan(0.7f).isGreaterThan(Teeth.bright(upper, 1.8f, PIXEL));
    assertThat(Teeth.bright(upper, 3.2f, PIXEL)).isZero();
  }

  @Test
  void upper_teeth_are_shorter_towards_the_corners_and_rounded_where_they_meet() {
    assertThat(Teeth.shorter(true, 2.7f)).isGreaterThan(Teeth.shorter(true, 0.4f) + 0.1f);
    assertThat(Teeth.shorter(true, 0)).as("between the middle two").isGreaterThan(Teeth.shorter(true, 0.4f) + 0.04f);
  }

  @Test
  void teeth_are_less_coloured_than_the_skin_around_them_and_grey_in_a_grey_picture() {
    float[] skin = {0.5f, 0.28f, 0.18f};
    float[] colour = Teeth.colour(skin);
    assertThat(skin[0] * colour[0] / (skin[2] * colour[2])).isLessThan(0.75f * skin[0] / skin[2]);
    float[] grey = Teeth.colour(new float[] {0.3f, 0.3f, 0.3f});
    assertThat(grey[0]).isCloseTo(grey[2], within(0.16f));
  }
}
