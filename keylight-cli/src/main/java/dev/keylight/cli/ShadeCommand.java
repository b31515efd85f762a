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

/** {@code keylight shade}: what an engine is told. */
@Command(
    name = "shade",
    description = "Draws the shading hints of an animation, as the published five-panel video or alone.",
    sortOptions = false,
    footer = {"", "Examples:",
        "  keylight shade me.jpg --drive talk.mp4 --light rembrandt -o panels.mp4",
        "  keylight shade me.jpg --drive talk.mp4 --light lit.jpg --weights pretrained_weights -o panels/"})
final class ShadeCommand extends RenderCommand {
  @Mixin private DriveMixin drive;

  @Option(names = "--hints-only", order = 4, description = "The shading alone, not the five panels.")
  private boolean hintsOnly;

  @Mixin private FlameMixin flame;

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    Path portrait = drive.portrait(this);
    Motion driver = drive.driver(this);
    return flame.shading(driver, !hintsOnly, options, progress)
        .map(shading -> shading.run(portrait, driver, under, target, options, progress))
        .orElseGet(() -> Renders.shade(portrait, driver, under, target, !hintsOnly, options, progress));
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    Path portrait = drive.portrait(this);
    Motion driver = drive.driver(this);
    return flame.shading(driver, !hintsOnly, options, Progress.NONE)
        .map(shading -> shading.plan(portrait, driver, under, options))
        .orElseGet(() -> Renders.planShading(portrait, driver, under, !hintsOnly, options));
  }

  @Override
  MotionMixin motion() {
    return drive.motion();
  }
}
