package dev.keylight.eval.protocol;

import dev.keylight.KeylightException;
import dev.keylight.Light;
import dev.keylight.LightOptions;
import dev.keylight.Motion;
import dev.keylight.OutputOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import dev.keylight.pipeline.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One of Keylight's engines. A render is kept as long as its sidecar says that the same would come out again.
 *
 * @param name in the tables
 * @param options engine, strength of the light and everything else
 * @param hints whether not the engine's frames are wanted but the shading hints it would be told
 */
public record EngineMethod(String name, RenderOptions options, boolean hints) implements Method {
  /** Frames that a picture is repeated for, as the paper does (Table 2). */
  static final int STILL_FRAMES = 16;

  private static final Rational RATE = new Rational(25, 1);
  private static final LightOptions OWN_LIGHT = new LightOptions(0, 0, true);
  /** Named where no light is asked for; at strength 0 it does nothing. */
  private static final String ANY_LIGHT = "ambient";

  /** An engine under its own name. */
  public static EngineMethod of(String engine) {
    return new EngineMethod(engine, RenderOptions.DEFAULT.withEngine(engine), false);
  }

  /** The same with results of another size, which is that of their longer side in pixels. */
  EngineMethod sized(int longSide) {
    OutputOptions o = options.output();
    OutputOptions resized =
        new OutputOptions(
            longSide, o.quality(), o.frameRate(), o.seconds(), o.audio(), o.compare(), o.sheet(), o.background(), o.sidecar());
    return new EngineMethod(name, options.withOutput(resized), hints);
  }

  /** The same under another name. */
  EngineMethod named(String other) {
    return new EngineMethod(other, options, hints);
  }

  @Override
  public boolean baseline() {
    return false;
  }

  @Override
  public Optional<Footage> result(Case wanted, Path folder, EngineSource engines, Progress progress) {
    Path target = folder.resolve(wanted.name() + ".mp4");
    Light light = Light.of(wanted.light().orElse(ANY_LIGHT));
    RenderOptions said = wanted.light().isPresent() ? options : options.withLight(OWN_LIGHT);
    said = said.withOutput(output(wanted.task() == Case.Task.STILL));
    if (!Results.isWhole(target, plan(wanted, light, said, engines))) {
      makeFolder(folder);
      render(wanted, light, said, target, engines, progress);
    }
    return Optional.of(Footage.of(target));
  }

  private OutputOptions output(boolean still) {
    OutputOptions o = options.output();
    return still
        ? new OutputOptions(o.longSide(), o.quality(), RATE, STILL_FRAMES / 25f, true, false, false, o.background(), true)
        : o;
  }

  private Provenance plan(Case wanted, Light light, RenderOptions said, EngineSource engines) {
    if (wanted.task() != Case.Task.ANIMATE) {
      return Renders.planRelighting(engines, wanted.source(), light, said);
    }
    Motion motion = Motion.file(wanted.driver().orElseThrow());
    return hints
        ? Renders.planShading(wanted.source(), motion, light, false, said)
        : Renders.planAnimation(engines, wanted.source(), motion, light, said);
  }

  private void render(
      Case wanted, Light light, RenderOptions said, Path target, EngineSource engines, Progress progress) {
    RenderReport report;
    if (wanted.task() != Case.Task.ANIMATE) {
      report = Renders.relight(engines, wanted.source(), light, target, said, progress);
    } else {
      Motion motion = Motion.file(wanted.driver().orElseThrow());
      report =
          hints
              ? Renders.shade(wanted.source(), motion, light, target, false, said, progress)
              : Renders.animate(engines, wanted.source(), motion, light, target, said, progress);
    }
    StageTimes.of(report).write(target);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be made: " + e.getMessage(), e);
    }
  }
}
