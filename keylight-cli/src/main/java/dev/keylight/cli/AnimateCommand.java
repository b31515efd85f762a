package dev.keylight.cli;

import dev.keylight.Animator;
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

/** {@code keylight animate}. */
@Command(
    name = "animate",
    description = "Animates a portrait with the motion of a video, a picture or a template, under a light.",
    sortOptions = false,
    footer = {"", "Example: keylight animate me.jpg --drive talking --light rembrandt -o me.mp4"})
final class AnimateCommand extends RenderCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "REF", description = "The portrait.")
  private String reference;

  @Option(names = "--drive", paramLabel = "WHAT", order = 1,
      description = "A video, a picture, or a template: talking, nodding, smiling, looking-round.")
  private String drive;

  @Mixin private MotionMixin motion;

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    return new Animator().animate(portrait(), driver(), under, target, options, progress);
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    return Renders.planAnimation(portrait(), driver(), under, options);
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
