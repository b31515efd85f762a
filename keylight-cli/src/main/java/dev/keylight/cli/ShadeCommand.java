package dev.keylight.cli;

import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keylight shade}: what an engine is told. */
@Command(
    name = "shade",
    description = "Draws the shading hints of an animation, as the published five-panel video or alone.",
    sortOptions = false,
    footer = {"", "Example: keylight shade me.jpg --drive talk.mp4 --light rembrandt -o panels.mp4"})
final class ShadeCommand extends RenderCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "REF", description = "The portrait.")
  private String reference;

  @Option(names = "--drive", paramLabel = "WHAT", order = 1, description = "A video, a picture or a template.")
  private String drive;

  @Option(names = "--hints-only", order = 4, description = "The shading alone, not the five panels.")
  private boolean hintsOnly;

  @Mixin private MotionMixin motion;

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    return Renders.shade(portrait(), driver(), under, target, !hintsOnly, options, progress);
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    return Renders.planShading(portrait(), driver(), under, !hintsOnly, options);
  }

  private Path portrait() {
    return Path.of(said("reference", reference, "REF, the portrait"));
  }

  private Motion driver() {
    return Motion.of(said("drive", drive, "--drive"));
  }

  @Override
  MotionMixin motion() {
    return motion;
  }
}
