package dev.keylight.cli;

import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight relight}. */
@Command(name = "relight", description = "Puts a picture or a clip under another light.", sortOptions = false)
final class RelightCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(index = "0", paramLabel = "INPUT", description = "The picture or clip.")
  private Path input;

  @Option(names = "--light", required = true, paramLabel = "WHAT", description = "Named light, photo, ...")
  private String light;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "The file to write.")
  private Path output;

  @Mixin private RenderMixin render;

  @Override
  public void run() {
    RenderReport report = new Animator().relight(input, Light.of(light), output, render.over(RenderOptions.DEFAULT, null), root.reporter().progress("relight"));
    root.reporter().done(output + ": " + report.frames() + " frames", Map.of("output", output.toString()));
  }
}
