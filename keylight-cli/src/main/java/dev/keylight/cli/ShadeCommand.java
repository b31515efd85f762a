package dev.keylight.cli;

import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keylight shade}: what an engine is told. */
@Command(
    name = "shade",
    description = "Draws the shading hints of an animation, as the published five-panel video or alone.",
    sortOptions = false,
    footer = {"", "Example: keylight shade me.jpg --drive talk.mp4 --light rembrandt -o panels.mp4"})
final class ShadeCommand extends RenderCommand {
  @Mixin private DriveMixin drive;

  @Option(names = "--hints-only", order = 4, description = "The shading alone, not the five panels.")
  private boolean hintsOnly;

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    return Renders.shade(drive.portrait(this), drive.driver(this), under, target, !hintsOnly, options, progress);
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    return Renders.planShading(drive.portrait(this), drive.driver(this), under, !hintsOnly, options);
  }

  @Override
  MotionMixin motion() {
    return drive.motion();
  }
}
