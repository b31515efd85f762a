package dev.keylight.cli;

import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight animate}. */
@Command(name = "animate", description = "Animates a portrait with the motion of a driver under a light.", sortOptions = false)
final class AnimateCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(index = "0", paramLabel = "REF", description = "The portrait.")
  private Path reference;

  @Option(names = "--drive", required = true, paramLabel = "WHAT", description = "Video, picture or template.")
  private String drive;

  @Option(names = "--light", required = true, paramLabel = "WHAT", description = "Named light, photo, ...")
  private String light;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "The file to write.")
  private Path output;

  @Mixin private RenderMixin render;
  @Mixin private MotionMixin motion;

  @Override
  public void run() {
    RenderReport report = new Animator().animate(reference, Motion.of(drive), Light.of(light), output, render.over(RenderOptions.DEFAULT, motion), root.reporter().progress("animate"));
    root.reporter().done(output + ": " + report.frames() + " frames", Map.of("output", output.toString()));
  }
}
