package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.MotionOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineSource;
import dev.keylight.engine.Perception;
import dev.keylight.light.Lighting;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whole renders: from what a user said to a file with its provenance. */
public final class Renders {
  private final EngineSource engines;
  private final Path target;
  private final RenderOptions options;
  private final Progress progress;
  private final StageClock clock = new StageClock();

  private Renders(EngineSource engines, Path target, RenderOptions options, Progress progress) {
    this.engines = engines;
    this.target = target;
    this.options = options;
    this.progress = progress;
  }

  /** See {@link dev.keylight.Animator#animate(Path, Motion, Light, Path, RenderOptions, Progress)}. */
  public static RenderReport animate(
      EngineSource engines, Path reference, Motion motion, Light light, Path target, RenderOptions options, Progress progress) {
    return new Renders(engines, target, options, progress).animate("animate", said(reference, motion, light));
  }

  /** See {@link dev.keylight.Animator#relight(Path, Light, Path, RenderOptions, Progress)}. */
  public static RenderReport relight(
      EngineSource engines, Path input, Light light, Path target, RenderOptions options, Progress progress) {
    return new Renders(engines, target, options, progress).relight(said(input, light));
  }

  /** The provenance that an animation would have. */
  public static Provenance planAnimation(
      EngineSource engines, Path reference, Motion motion, Light light, RenderOptions options) {
    try (Engine engine = engines.open(options.engine())) {
      return Provenance.of("animate", said(reference, motion, light), engine, options);
    }
  }

  /** The provenance that a relit picture or clip would have. */
  public static Provenance planRelighting(EngineSource engines, Path input, Light light, RenderOptions options) {
    try (Engine engine = engines.open(options.engine())) {
      return Provenance.of("relight", said(input, light), engine, options);
    }
  }

  /** The provenance that shading hints would have. */
  public static Provenance planShading(
      Path reference, Motion motion, Light light, boolean fivePanels, RenderOptions options) {
    return Provenance.of("shade", said(reference, motion, light), new Shading(fivePanels, null), options);
  }

  /**
   * Draws what an engine would be told: {@code keylight shade}.
   *
   * @param fivePanels whether in the published five-panel form, else the shading hints alone
   */
  public static RenderReport shade(
      Path reference, Motion motion, Light light, Path target, boolean fivePanels, RenderOptions options, Progress progress) {
    Map<String, String> said = said(reference, motion, light);
    Renders renders = new Renders(EngineSource.EACH, target, options, progress);
    renders.requireDistinct(said);
    DriverPictures pictures =
        motion.isTemplate() ? null : new DriverPictures(Path.of(motion.said()), options.motion().retargeting().speed());
    try (Engine engine = new Shading(fivePanels, pictures);
        Perception perception = new BuiltInPerception();
        LightReader lights = new LightReader(progress, perception);
        Animation animation =
            new Animation(
                reference, motion, Results.isPicture(target), true, lights.read(light), options, perception, progress,
                renders.clock)) {
      Provenance provenance = Provenance.of("shade", said, engine, options);
      Driver driver = animation.driver();
      long expected = driver.expected() < 0 || !fivePanels ? driver.expected() : driver.expected() + 1;
      Delivery delivery =
          Delivery.of(
              animation.rawFrames(engine), expected, target, renders.output(driver.frameRate(), null, provenance),
              options.output(), renders.clock, progress);
      return renders.report(delivery, animation.heldFrames(), provenance);
    }
  }

  /**
   * Delivers frames that are made elsewhere like those of any render: encoded, with progress and provenance, and under
   * their name only when whole.
   *
   * @param making opened after the inputs were told apart from the target, and closed
   */
  public static RenderReport deliver(
      Supplier<FrameMaking> making, Provenance provenance, Path target, RenderOptions options, Progress progress) {
    Map<String, String> said = new LinkedHashMap<>();
    provenance.inputs().forEach((role, input) -> said.put(role, input.said()));
    Renders renders = new Renders(EngineSource.EACH, target, options, progress);
    renders.requireDistinct(said);
    try (FrameMaking frames = making.get()) {
      Delivery delivery =
          Delivery.of(
              frames, frames.expected(), target, renders.output(frames.frameRate(), null, provenance), options.output(),
              renders.clock, progress);
      return renders.report(delivery, frames.held(), provenance);
    }
  }

  /** What was said, by role, as provenance keeps it. */
  public static Map<String, String> said(Path reference, Motion motion, Light light) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("reference", reference.toString());
    said.put("drive", motion.said());
    said.put("light", light.said());
    return said;
  }

  private static Map<String, String> said(Path input, Light light) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("input", input.toString());
    said.put("light", light.said());
    return said;
  }

  private RenderReport animate(String operation, Map<String, String> said) {
    String reference = said.getOrDefault("reference", said.get("input"));
    // A picture is relit as a portrait that its own face drives: nothing moves, and nothing is done twice.
    Motion motion = Motion.of(said.getOrDefault("drive", reference));
    requireDistinct(said);
    try (Engine engine = engines.open(options.engine());
        Perception perception = perception(engine, motion);
        LightReader lights = new LightReader(progress, perception)) {
      Lighting lighting = lights.read(Light.of(said.get("light")));
      Provenance provenance = Provenance.of(operation, said, engine, options);
      boolean picture = Results.isPicture(target);
      try (Animation animation =
          new Animation(Path.of(reference), motion, picture, false, lighting, drivenBySelf(operation), perception, progress,
              clock)) {
        Driver driver = animation.driver();
        Output output = output(driver.frameRate(), driver.sound(), provenance);
        Delivery delivery =
            Delivery.of(
                animation.frames(engine), driver.expected(), target, output, options.output(), clock, progress);
        if (animation.heldFrames() > 0) {
          progress.note(
              "the driver showed no usable face in " + animation.heldFrames() + " of " + delivery.frames()
                  + " frames; the motion was held there");
        }
        return report(delivery, animation.heldFrames(), provenance);
      }
    }
  }

  /** The engine's own way of reading pictures; templates move the built-in mesh only. */
  private Perception perception(Engine engine, Motion motion) {
    Optional<Perception> own = motion.isTemplate() ? Optional.empty() : engine.perception(progress::note);
    return own.orElseGet(BuiltInPerception::new);
  }

  /** A portrait that is only relit is driven by the same of its faces that is lit. */
  private RenderOptions drivenBySelf(String operation) {
    if (!operation.equals("relight")) {
      return options;
    }
    MotionOptions m = options.motion();
    return options.withMotion(new MotionOptions(m.alignment(), m.base(), m.retargeting(), options.face()));
  }

  private RenderReport relight(Map<String, String> said) {
    Path input = Path.of(said.get("input"));
    try (FrameSource source = Media.open(input)) {
      if (!source.info().still()) {
        return relight(source, said);
      }
    }
    return animate("relight", said);
  }

  private RenderReport relight(FrameSource source, Map<String, String> said) {
    requireDistinct(said);
    MediaInfo info = source.info();
    try (Engine engine = engines.open(options.engine());
        LightReader lights = new LightReader(progress)) {
      Lighting lighting = lights.read(Light.of(said.get("light")));
      Provenance provenance = Provenance.of("relight", said, engine, options);
      try (Relighting relighting = new Relighting(source, lighting, options, progress, clock)) {
        Output output =
            output(info.variableRate() ? null : info.frameRate(), info.hasAudio() ? info.file() : null, provenance);
        Delivery delivery =
            Delivery.of(
                relighting.frames(engine), info.frameCount(), target, output, options.output(), clock, progress,
                relighting::requireSeen);
        if (relighting.unseenFrames() > 0) {
          progress.note(
              "the face was not to be seen in " + relighting.unseenFrames() + " of " + delivery.frames()
                  + " frames; they were left as they were");
        }
        return report(delivery, relighting.unseenFrames(), provenance);
      }
    }
  }

  private Output output(Rational frameRate, Path sound, Provenance provenance) {
    return new Output(
        frameRate, options.output().quality(), options.output().audio() ? sound : null, provenance.metadata());
  }

  private RenderReport report(Delivery delivery, long held, Provenance provenance) {
    if (options.output().sidecar()) {
      provenance.writeSidecar(target, delivery.facts(target));
    }
    return new RenderReport(target, delivery.frames(), delivery.width(), delivery.height(), held, provenance, clock);
  }

  private void requireDistinct(Map<String, String> said) {
    for (String input : said.values()) {
      try {
        if (Files.exists(target) && Files.exists(Path.of(input)) && Files.isSameFile(target, Path.of(input))) {
          throw new BadInputException(target + " is an input of this render; choose another name for the output");
        }
      } catch (IOException | InvalidPathException e) {
        // What is no path on this machine is no file that could be overwritten.
      }
    }
  }
}
