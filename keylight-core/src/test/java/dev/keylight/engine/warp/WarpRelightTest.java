package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Shot;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** The sample portrait relit in place, as a video of few frames. */
class WarpRelightTest {
  private static final Sitter SITTER = Sitter.astronaut();
  private static final SphericalHarmonics FROM_LEFT = NamedLights.of("side-left");
  private static final SphericalHarmonics FROM_RIGHT = NamedLights.of("side-right");
  private static final boolean[] FACE = Regions.face(SITTER);
  private static final boolean[] LEFT = Regions.leftHalf(SITTER);
  private static final boolean[] RIGHT = Regions.and(FACE, Regions.not(LEFT));

  @Test
  void aFrameWithoutAFacePassesUnchanged() {
    Shot empty = new Shot(SITTER.picture().frame(), Optional.empty(), null, SITTER.light(), FROM_LEFT);
    assertThat(relight(1, empty).get(0).rgb()).isEqualTo(SITTER.picture().rgb());
  }

  @Test
  void withoutStrengthOrInItsOwnLightNothingChanges() {
    assertThat(relight(0, shot(FROM_LEFT)).get(0).rgb()).isEqualTo(SITTER.picture().rgb());
    assertThat(relight(1, shot(SITTER.light().scaled(2))).get(0).rgb()).isEqualTo(SITTER.picture().rgb());
    assertThat(relight(1, shot(FROM_LEFT)).get(0).difference(SITTER.picture(), FACE)).isGreaterThan(10);
  }

  @Test
  void noseAndBrowThrowShadowsWhenAskedTo() {
    SphericalHarmonics noon = NamedLights.of("noon");
    Picture open = relight(1, shot(noon)).get(0);
    List<Picture> shadowed = relight(new EngineOptions(Optional.empty(), 1, 0, true, 1, new Rational(1, 25)), shot(noon), shot(noon));
    assertThat(shadowed.get(0).difference(open, FACE)).isGreaterThan(1);
    assertThat(shadowed.get(1).difference(shadowed.get(0), FACE)).as("frame by frame").isLessThan(0.5);
  }

  @Test
  void whatIsNotThePersonStaysAsFilmed() {
    Picture relit = relight(1, shot(FROM_LEFT)).get(0);
    assertThat(relit.difference(SITTER.picture(), Regions.not(Regions.person(SITTER, 0.002f)))).isZero();
    assertThat(relit.difference(SITTER.picture(), FACE)).as("while the face does not").isGreaterThan(10);
    Sitter nobody =
        new Sitter(SITTER.picture(), new float[SITTER.matte().length], SITTER.face(), SITTER.topology(), SITTER.light());
    assertThat(relight(1, shot(nobody, FROM_LEFT)).get(0).rgb()).isEqualTo(SITTER.picture().rgb());
  }

  @Test
  void theSideTheLightComesFromIsTheBrighter() {
    List<Picture> relit = relight(1, shot(FROM_LEFT), shot(FROM_RIGHT));
    assertThat(relit.get(0).brightness(LEFT)).isGreaterThan(1.2 * relit.get(0).brightness(RIGHT));
    assertThat(relit.get(1).brightness(RIGHT)).isGreaterThan(1.2 * relit.get(1).brightness(LEFT));
  }

  /** A frame in the middle of a clip looks as it would look alone, though its normals go on from the frame before. */
  @Test
  void aStillClipStandsStill() {
    List<Picture> relit = relight(1, shot(FROM_LEFT), shot(FROM_LEFT), shot(FROM_LEFT));
    boolean[] person = Regions.person(SITTER, 0.996f);
    assertThat(relit.get(1).difference(relit.get(0), person)).isLessThan(0.5);
    assertThat(relit.get(2).difference(relit.get(1), person)).isLessThan(0.5);
  }

  @Test
  void aClipMayChangeItsSizeAndLoseItsFace() {
    int half = SITTER.height() / 2;
    Picture low = new Picture(SITTER.width(), half, Arrays.copyOf(SITTER.picture().rgb(), 3 * SITTER.width() * half));
    float[] matte = Arrays.copyOf(SITTER.matte(), SITTER.width() * half);
    Sitter cut = new Sitter(low, matte, SITTER.face(), SITTER.topology(), SITTER.light());
    Shot empty = new Shot(SITTER.picture().frame(), Optional.empty(), null, SITTER.light(), FROM_LEFT);
    List<Picture> relit = relight(1, shot(FROM_LEFT), empty, shot(cut, FROM_LEFT), shot(FROM_LEFT));
    assertThat(relit.get(2).height()).isEqualTo(half);
    assertThat(relit.get(2).rgb()).isNotEqualTo(low.rgb());
    assertThat(relit.get(3).rgb()).as("as if the clip had begun there").isEqualTo(relit.get(0).rgb());
  }

  @Test
  void nothingIsLeftBehind() {
    relight(1, shot(FROM_LEFT));
    long before = Pointer.totalCount();
    relight(1, shot(FROM_LEFT), shot(FROM_LEFT), shot(FROM_LEFT), shot(FROM_LEFT), shot(FROM_LEFT));
    assertThat(Pointer.totalCount() - before).as("native objects left by 5 frames").isLessThan(5);
  }

  private static Shot shot(SphericalHarmonics light) {
    return shot(SITTER, light);
  }

  private static Shot shot(Sitter sitter, SphericalHarmonics light) {
    return new Shot(sitter.picture().frame(), Optional.of(sitter.face()), sitter.matteMat(), sitter.light(), light);
  }

  private static List<Picture> relight(float strength, Shot... shots) {
    return relight(new EngineOptions(Optional.empty(), strength, 0, false, 1, new Rational(1, 25)), shots);
  }

  private static List<Picture> relight(EngineOptions options, Shot... shots) {
    List<Picture> relit = new ArrayList<>();
    try (WarpEngine engine = new WarpEngine()) {
      engine.relight(List.of(shots).iterator(), SITTER.topology(), options)
          .forEachRemaining((Frame frame) -> relit.add(Picture.take(frame)));
    }
    return relit;
  }
}
