package dev.keylight.cli;

import static dev.keylight.cli.MotionMixin.or;

import dev.keylight.Background;
import dev.keylight.LightOptions;
import dev.keylight.OutputOptions;
import dev.keylight.RenderOptions;
import picocli.CommandLine.Option;

/** The options that every render has. What is not given stays as it was in the settings underneath. */
final class RenderMixin {
  @Option(names = "--light-strength", paramLabel = "0..2", order = 10,
      description = "0 keeps the portrait's own light, 1 (default) takes the new one.")
  private Float strength;

  @Option(names = "--exposure", paramLabel = "STOPS", order = 11,
      description = "Brighter or darker than the portrait, -4..4.")
  private Float exposure;

  @Option(names = "--shadows", negatable = true, order = 12, fallbackValue = "true",
      description = "Soft shadows of nose, brow and chin (on by default).")
  private Boolean shadows;

  @Option(names = "--face", paramLabel = "N", order = 50, description = "Which face of the portrait, 0 is the largest.")
  private Integer face;

  @Option(names = "--engine", paramLabel = "NAME", order = 51,
      description = "The engine that makes the frames; auto takes the best one installed. lcvd:fast or lcvd:draft,bf16 say "
          + "how it works.")
  private String engine;

  @Option(names = "--seed", paramLabel = "N", order = 52, description = "Decides everything random, 0 by default.")
  private Long seed;

  @Option(names = "--size", paramLabel = "PIXELS", order = 60, description = "Longer side of the result; the source's own by default.")
  private Integer size;

  @Option(names = "--quality", paramLabel = "0..100", order = 61, description = "90 by default, looks lossless.")
  private Integer quality;

  @Option(names = "--seconds", paramLabel = "S", order = 63, description = "Length of a video made from a still picture (4 by default) or a template.")
  private Float seconds;

  @Option(names = "--no-audio", order = 64, description = "Leave the sound out.")
  private boolean silent;

  @Option(names = "--compare", order = 65, description = "Show source, driver and result side by side.")
  private boolean compare;

  @Option(names = "--sheet", order = 66, description = "Also write a contact sheet, OUT.sheet.png.")
  private boolean sheet;

  @Option(names = "--background", paramLabel = "WHAT", order = 67,
      description = "keep (default), transparent, #rrggbb or a picture.")
  private Background background;

  @Option(names = "--alpha", order = 68, description = "Short for --background transparent (.mov, .webm or PNG).")
  private boolean alpha;

  @Option(names = "--no-sidecar", order = 69, description = "Do not write OUT.json; the marking inside the file stays.")
  private boolean noSidecar;

  RenderOptions over(RenderOptions under, MotionMixin motion) {
    LightOptions l = under.light();
    OutputOptions o = under.output();
    Background behind = alpha ? Background.TRANSPARENT : or(background, o.background());
    return new RenderOptions(
        motion == null ? under.motion() : motion.over(under.motion()),
        new LightOptions(or(strength, l.strength()), or(exposure, l.exposure()), or(shadows, l.shadows())),
        new OutputOptions(
            or(size, o.longSide()), or(quality, o.quality()), motion == null ? o.frameRate() : or(motion.frameRate(), o.frameRate()), or(seconds, o.seconds()),
            o.audio() && !silent, o.compare() || compare, o.sheet() || sheet, behind, o.sidecar() && !noSidecar),
        or(engine, under.engine()),
        or(face, under.face()),
        or(seed, under.seed()));
  }
}
