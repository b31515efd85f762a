package dev.keylight.cli;

import dev.keylight.Motion;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is moved by whom, and how: what the commands that animate a portrait share. */
final class DriveMixin {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REF",
      description = "The portrait: a picture, or a video of the person.")
  private String reference;

  @Option(names = "--drive", paramLabel = "WHAT", order = 1,
      description = "A video, a picture, or a template: talking, nodding, smiling, looking-round.")
  private String drive;

  @Mixin private MotionMixin motion;

  Path portrait(RenderCommand command) {
    return Path.of(command.said("reference", reference, "REF, the portrait"));
  }

  Motion driver(RenderCommand command) {
    return Motion.of(command.said("drive", drive, "--drive"));
  }

  MotionMixin motion() {
    return motion;
  }
}
