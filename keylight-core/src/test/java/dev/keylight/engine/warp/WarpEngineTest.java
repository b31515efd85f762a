package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Engines;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** The engine as its callers see it: lazy, repeatable, several renders at once, nothing left behind. */
class WarpEngineTest {
  private static final Sitter SITTER = Sitter.astronaut();

  @Test
  void itIsFoundByItsNameAndReady() {
    assertThat(Engines.all()).anySatisfy(provider -> {
      assertThat(provider.id()).isEqualTo("warp");
      assertThat(provider.missing()).isEmpty();
    });
    try (var engine = Engines.open("warp")) {
      assertThat(engine).isInstanceOf(WarpEngine.class);
      assertThat(engine.id()).isEqualTo("warp");
    }
  }

  @Test
  void framesComeInOrderWithTheirTimesAndNoSooner() {
    List<Step> taken = new ArrayList<>();
    Iterator<Step> steps = nod(SITTER).stream().peek(taken::add).iterator();
    try (Portrait portrait = SITTER.portrait();
        WarpEngine engine = new WarpEngine()) {
      Iterator<Frame> frames = engine.animate(portrait, steps, options(SITTER, false));
      for (int i = 0; i < 2; i++) {
        try (Frame frame = frames.next()) {
          assertThat(frame.presentationTime()).isEqualTo(i);
          assertThat(frame.timeBase()).isEqualTo(new Rational(1, 25));
          assertThat(frame.width()).isEqualTo(SITTER.width());
          assertThat(frame.height()).isEqualTo(SITTER.height());
        }
        // A step may be looked at to know whether there is one.
        assertThat(taken).hasSizeLessThanOrEqualTo(i + 2);
      }
      frames.forEachRemaining(Frame::close);
      assertThat(taken).hasSize(nod(SITTER).size());
    }
  }

  @Test
  void theSameInputsGiveTheSameBytes() {
    List<Picture> once = render(SITTER, true);
    List<Picture> again = render(SITTER, true);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).rgb()).as("frame %d", i).isEqualTo(once.get(i).rgb());
    }
    assertThat(once.get(0).rgb()).as("while frames differ").isNotEqualTo(once.get(2).rgb());
  }

  @Test
  void twoRendersOpenAtOnceDoNotDisturbEachOther() {
    Sitter other = SITTER.mirrored();
    List<Picture> alone = render(SITTER, false);
    List<Picture> otherAlone = render(other, false);
    try (Portrait portrait = SITTER.portrait();
        Portrait mirrored = other.portrait();
        WarpEngine engine = new WarpEngine()) {
      Iterator<Frame> one = engine.animate(portrait, nod(SITTER).iterator(), options(SITTER, false));
      Iterator<Frame> two = engine.animate(mirrored, nod(other).iterator(), options(other, false));
      for (int i = 0; one.hasNext(); i++) {
        assertThat(Picture.take(one.next()).rgb()).isEqualTo(alone.get(i).rgb());
        assertThat(Picture.take(two.next()).rgb()).isEqualTo(otherAlone.get(i).rgb());
      }
    }
  }

  /** Counted in native objects still held, which a garbage collection may lower and nothing but a leak raises. */
  @Test
  void closingGivesBackEveryNativeObject() {
    render(SITTER, false);
    long before = Pointer.totalCount();
    for (int i = 0; i < 4; i++) {
      render(SITTER, false);
    }
    assertThat(Pointer.totalCount() - before).as("native objects left by 4 renders").isLessThan(4);
  }

  @Test
  void aLongClipHoldsNoMoreThanAShortOne() {
    SphericalHarmonics light = NamedLights.of("side");
    Iterator<Step> steps = IntStream.range(0, 14).mapToObj(i -> SITTER.turned(i % 5, 0, light, i)).iterator();
    try (Portrait portrait = SITTER.portrait();
        WarpEngine engine = new WarpEngine()) {
      Iterator<Frame> frames = engine.animate(portrait, steps, options(SITTER, false));
      frames.next().close();
      long before = Pointer.totalCount();
      frames.forEachRemaining(Frame::close);
      assertThat(Pointer.totalCount() - before).as("native objects left by 13 frames").isLessThan(13);
    }
  }

  /** A few frames of a turning head. */
  private static List<Step> nod(Sitter sitter) {
    SphericalHarmonics light = NamedLights.of("rembrandt");
    return IntStream.range(0, 3).mapToObj(i -> sitter.turned(8 * i, -3 * i, light, i)).toList();
  }

  private static List<Picture> render(Sitter sitter, boolean shadows) {
    List<Picture> rendered = new ArrayList<>();
    try (Portrait portrait = sitter.portrait();
        WarpEngine engine = new WarpEngine()) {
      engine.animate(portrait, nod(sitter).iterator(), options(sitter, shadows))
          .forEachRemaining(frame -> rendered.add(Picture.take(frame)));
    }
    return rendered;
  }

  private static EngineOptions options(Sitter sitter, boolean shadows) {
    return new EngineOptions(Optional.of(sitter.light()), 1, 0, shadows, 1, new Rational(1, 25));
  }
}
