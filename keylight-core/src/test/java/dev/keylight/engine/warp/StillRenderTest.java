package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample portrait rendered where it is: what light does, and what it leaves alone. */
class StillRenderTest {
  private static final Sitter SITTER = Sitter.astronaut();
  private static final SphericalHarmonics FROM_LEFT = NamedLights.of("side-left");
  private static final SphericalHarmonics FROM_RIGHT = NamedLights.of("side-right");
  private static final boolean[] FACE = Regions.face(SITTER);
  private static final boolean[] LEFT = Regions.leftHalf(SITTER);
  private static final boolean[] RIGHT = Regions.and(FACE, Regions.not(LEFT));
  private static final boolean[] ROOM = Regions.room(SITTER);
  private static final Map<String, Picture> UNDER_NAMED_LIGHTS = new LinkedHashMap<>();

  @BeforeAll
  static void renderUnderEveryNamedLight() {
    // A bare name means its left side.
    List<String> names =
        NamedLights.names().stream().filter(name -> !NamedLights.knows(name + "-left")).toList();
    Step[] steps = names.stream().map(name -> SITTER.still(NamedLights.of(name))).toArray(Step[]::new);
    List<Picture> rendered = render(SITTER, options(SITTER, 1, 0, true), steps);
    for (int i = 0; i < steps.length; i++) {
      UNDER_NAMED_LIGHTS.put(names.get(i), rendered.get(i));
    }
  }

  @AfterAll
  static void forget() {
    UNDER_NAMED_LIGHTS.clear();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutStrengthThePictureComesBack(boolean shadows) {
    Picture rendered = render(SITTER, options(SITTER, 0, 0, shadows), SITTER.still(FROM_LEFT)).get(0);
    assertThat(rendered.rgb()).isEqualTo(SITTER.picture().rgb());
  }

  /** However bright it is asked for: only what differs in form or colour is another light. */
  @Test
  void inItsOwnLightThePictureComesBack() {
    List<Picture> rendered =
        render(SITTER, options(SITTER, 1, 0, true), SITTER.still(SITTER.light().scaled(3)), SITTER.still(FROM_LEFT));
    assertThat(rendered.get(0).rgb()).isEqualTo(SITTER.picture().rgb());
    assertThat(rendered.get(1).difference(SITTER.picture(), FACE)).as("in another").isGreaterThan(10);
  }

  /**
   * A head that hardly moves in its own light hardly changes, so that standing still is no jump. What is left is the
   * sharpening against the loss of sampling between pixels. Measured: 0.6 levels.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nearlyStillIsNearlyThePicture(boolean shadows) {
    float[] shifted = SITTER.face().vertices().clone();
    shifted[0] += 0.03f;
    Picture rendered = render(SITTER, options(SITTER, 0, 0, shadows), SITTER.step(shifted, FROM_LEFT)).get(0);
    assertThat(rendered.rgb()).isNotEqualTo(SITTER.picture().rgb());
    assertThat(rendered.difference(SITTER.picture(), FACE)).isLessThan(1);
    assertThat(rendered.difference(SITTER.picture(), Regions.person(SITTER, 0.996f))).isLessThan(1);
    assertSameWhere(ROOM, rendered, SITTER.picture());
  }

  @Test
  void theRoomNeverChangesUnderAStillCamera() {
    List<Picture> rendered =
        render(
            SITTER,
            options(SITTER, 1, 0, false),
            SITTER.still(FROM_LEFT),
            SITTER.still(NamedLights.of("neon")),
            SITTER.still(SphericalHarmonics.ambient(3, 3, 3)));
    rendered.forEach(picture -> assertSameWhere(ROOM, picture, SITTER.picture()));
    assertThat(rendered.get(0).difference(rendered.get(1), FACE)).as("while the face does").isGreaterThan(10);
  }

  @Test
  void theSideTheLightComesFromIsTheBrighter() {
    for (String name : new String[] {"side", "split", "rembrandt", "window"}) {
      Picture left = UNDER_NAMED_LIGHTS.get(name + "-left");
      Picture right = UNDER_NAMED_LIGHTS.get(name + "-right");
      assertThat(left.brightness(LEFT)).as(name).isGreaterThan(1.2 * left.brightness(RIGHT));
      assertThat(right.brightness(RIGHT)).as(name).isGreaterThan(1.2 * right.brightness(LEFT));
    }
  }

  /** Mirrored person and light give the mirrored picture, but for the seams of the grid and of triangles. */
  @Test
  void theMirrorSeesTheMirrorImage() {
    Sitter other = SITTER.mirrored();
    Picture picture = UNDER_NAMED_LIGHTS.get("side-left");
    List<Picture> mirrored =
        render(
            other,
            options(other, 1, 0, true),
            other.still(FROM_RIGHT),
            other.still(FROM_LEFT));
    assertThat(mirrored.get(0).mirrored().difference(picture, FACE)).isLessThan(1);
    assertThat(mirrored.get(0).mirrored().difference(picture, Regions.person(SITTER, 0.996f))).isLessThan(1.5);
    assertThat(mirrored.get(1).mirrored().difference(picture, FACE)).as("with the wrong light").isGreaterThan(20);
  }

  @Test
  void moreStrengthIsMoreOfTheLight() {
    double before = 0;
    for (float strength : new float[] {0, 0.4f, 0.8f, 1.2f}) {
      Picture picture = render(SITTER, options(SITTER, strength, 0, false), SITTER.still(FROM_LEFT)).get(0);
      double contrast = picture.brightness(LEFT) / picture.brightness(RIGHT);
      assertThat(contrast).as("strength %.1f", strength).isGreaterThan(before + 0.02);
      before = contrast;
    }
  }

  @Test
  void everyStopIsBrighter() {
    double before = 0;
    for (float stops : new float[] {-1, 0, 1}) {
      double brightness =
          render(SITTER, options(SITTER, 1, stops, false), SITTER.still(FROM_RIGHT)).get(0).brightness(FACE);
      assertThat(brightness).as("%+.0f stops", stops).isGreaterThan(before + 5);
      before = brightness;
    }
  }

  /** As bright as the portrait was, to an eighth, under whatever light; measured 150 to 166 for 164. */
  @Test
  void noNamedLightMakesTheFaceBrightOrDark() {
    double own = SITTER.picture().brightness(FACE);
    UNDER_NAMED_LIGHTS.forEach(
        (name, picture) -> assertThat(picture.brightness(FACE)).as(name).isBetween(0.875 * own, 1.125 * own));
  }

  @Test
  void shadowsOnlyTakeLight() {
    Picture open = render(SITTER, options(SITTER, 1, 0, false), SITTER.still(NamedLights.of("noon"))).get(0);
    Picture shadowed = UNDER_NAMED_LIGHTS.get("noon");
    assertThat(shadowed.difference(open, FACE)).isGreaterThan(1);
    assertThat(shadowed.brightness(FACE)).isLessThan(open.brightness(FACE));
  }

  /** Without a light in the options the engine reads it off the portrait. */
  @Test
  void theSourceLightIsEstimatedWhenItIsNotGiven() {
    EngineOptions unknown = new EngineOptions(Optional.empty(), 1, 0, false, 1, new Rational(1, 25));
    Picture estimated = render(SITTER, unknown, SITTER.still(FROM_LEFT)).get(0);
    Picture given = render(SITTER, options(SITTER, 1, 0, false), SITTER.still(FROM_LEFT)).get(0);
    assertThat(estimated.rgb()).isEqualTo(given.rgb());
  }

  private static EngineOptions options(Sitter sitter, float strength, float stops, boolean shadows) {
    return new EngineOptions(Optional.of(sitter.light()), strength, stops, shadows, 1, new Rational(1, 25));
  }

  private static List<Picture> render(Sitter sitter, EngineOptions options, Step... steps) {
    List<Picture> rendered = new ArrayList<>();
    try (Portrait portrait = sitter.portrait();
        WarpEngine engine = new WarpEngine()) {
      engine.animate(portrait, List.of(steps).iterator(), options).forEachRemaining(frame -> rendered.add(Picture.take(frame)));
    }
    return rendered;
  }

  private static void assertSameWhere(boolean[] mask, Picture one, Picture other) {
    assertThat(Regions.count(mask)).isGreaterThan(mask.length / 10);
    assertThat(one.difference(other, mask)).isZero();
  }
}
