package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sample portrait's eyes, in its own light. */
class EyesTest {
  private static final Sitter SITTER = Sitter.astronaut();
  private static final int[][] UPPER = {{246, 161, 160, 159, 158, 157, 173}, {398, 384, 385, 386, 387, 388, 466}};
  private static final int[][] LOWER = {{7, 163, 144, 145, 153, 154, 155}, {382, 381, 380, 374, 373, 390, 249}};
  private static final int[][] CORNERS = {{33, 133}, {362, 263}};
  private static final int[] IRIS = {468, 473};

  @Test
  void openEyesAreThePortraits() {
    Picture still = render(SITTER.step(SITTER.face().vertices(), SITTER.light())).get(0);
    for (int eye = 0; eye < 2; eye++) {
      assertThat(still.difference(SITTER.picture(), opening(eye))).as("eye %d", eye).isLessThan(12);
    }
  }

  /** The eyes are 17 pixels wide: shut, a line of lashes and what the coarse grid smears into it stays dark. */
  @Test
  void closingTheLidsCoversTheIris() {
    List<Picture> rendered =
        render(
            SITTER.step(lids(0), SITTER.light()), SITTER.step(lids(0.5f), SITTER.light()), SITTER.step(lids(1), SITTER.light()));
    for (int eye = 0; eye < 2; eye++) {
      boolean[] box = opening(eye);
      double open = dark(rendered.get(0), box);
      assertThat(open).as("pixels of iris and pupil in the open eye %d", eye).isGreaterThan(8);
      assertThat(dark(rendered.get(1), box)).as("half closed").isLessThan(open);
      assertThat(dark(rendered.get(2), box)).as("closed").isLessThan(0.65 * open);
    }
  }

  /** A mesh never quite shuts its eyes: lids that leave a tenth of the opening show the same as lids that leave none. */
  @Test
  void lidsThatAreAllButShutAreShut() {
    List<Picture> rendered =
        render(
            SITTER.step(lids(0.88f), SITTER.light()), SITTER.step(lids(1), SITTER.light()), SITTER.step(lids(0.5f), SITTER.light()));
    for (int eye = 0; eye < 2; eye++) {
      boolean[] box = opening(eye);
      double slit = dark(rendered.get(0), box);
      assertThat(slit).as("eye %d", eye).isLessThanOrEqualTo(dark(rendered.get(1), box) + 2);
      assertThat(slit).isLessThan(0.8 * dark(rendered.get(2), box));
    }
  }

  /** Both irises moved to the picture's right: what is dark in the eyes moves to the right, the lids stay. */
  @Test
  void theIrisFollowsTheGaze() {
    float[] aside = SITTER.face().vertices().clone();
    float[] other = aside.clone();
    for (int v = IRIS[0]; v < IRIS[1] + 5; v++) {
      aside[3 * v] += 2;
      other[3 * v] -= 2;
    }
    List<Picture> rendered = render(SITTER.step(aside, SITTER.light()), SITTER.step(other, SITTER.light()));
    for (int eye = 0; eye < 2; eye++) {
      boolean[] box = opening(eye);
      assertThat(darkMiddle(rendered.get(0), box)).isGreaterThan(darkMiddle(rendered.get(1), box) + 0.5);
    }
    boolean[] around =
        Regions.not(Regions.dilated(Regions.or(opening(0), opening(1)), SITTER.width(), 3));
    assertThat(rendered.get(0).difference(rendered.get(1), around)).as("lids and everything else").isZero();
  }

  /** The mesh with its upper lids lowered: 0 as they are, 1 shut. */
  private static float[] lids(float closed) {
    float[] vertices = SITTER.face().vertices().clone();
    for (int eye = 0; eye < 2; eye++) {
      for (int k = 0; k < UPPER[eye].length; k++) {
        for (int axis = 0; axis < 3; axis++) {
          int up = 3 * UPPER[eye][k] + axis;
          vertices[up] += closed * (vertices[3 * LOWER[eye][k] + axis] - vertices[up]);
        }
      }
    }
    return vertices;
  }

  /** Between the lids of the portrait. */
  private static boolean[] opening(int eye) {
    int[] contour = new int[16];
    contour[0] = CORNERS[eye][0];
    contour[8] = CORNERS[eye][1];
    for (int k = 0; k < 7; k++) {
      contour[1 + k] = UPPER[eye][k];
      contour[15 - k] = LOWER[eye][k];
    }
    return Regions.inside(SITTER, SITTER.face().vertices(), contour);
  }

  /** How many pixels are darker than half the way from the darkest of the portrait's eye to the face's middle. */
  private static double dark(Picture picture, boolean[] box) {
    double threshold = threshold(box);
    double count = 0;
    for (int i = 0; i < box.length; i++) {
      count += box[i] && picture.brightness(i) < threshold ? 1 : 0;
    }
    return count;
  }

  /** Where from left to right the dark lies, in pixels. */
  private static double darkMiddle(Picture picture, boolean[] box) {
    double threshold = threshold(box);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < box.length; i++) {
      if (box[i]) {
        double weight = Math.max(0, threshold - picture.brightness(i));
        sum += weight * (i % picture.width());
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double threshold(boolean[] box) {
    double darkest = 255;
    for (int i = 0; i < box.length; i++) {
      darkest = box[i] ? Math.min(darkest, SITTER.picture().brightness(i)) : darkest;
    }
    return 0.5 * (darkest + SITTER.picture().brightness(Regions.face(SITTER)));
  }

  private static List<Picture> render(Step... steps) {
    EngineOptions options = new EngineOptions(Optional.of(SITTER.light()), 0, 0, false, 1, new Rational(1, 25));
    List<Picture> rendered = new ArrayList<>();
    try (Portrait portrait = SITTER.portrait();
        WarpEngine engine = new WarpEngine()) {
      engine.animate(portrait, List.of(steps).iterator(), options).forEachRemaining(frame -> rendered.add(Picture.take(frame)));
    }
    return rendered;
  }
}
