package dev.keylight.cli;

import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.EngineSource;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keylight relight}. */
@Command(
    name = "relight",
    description = "Puts a picture or a clip under another light; a clip keeps motion, camera, time and sound.",
    sortOptions = false,
    footer = {"", "Example: keylight relight talk.mp4 --light soft-window -o relit.mp4"})
final class RelightCommand extends RenderCommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "INPUT", description = "The picture or clip.")
  private String input;

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    return new Animator().relight(input(), under, target, options, progress);
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    return Renders.planRelighting(EngineSource.EACH, input(), under, options);
  }

  private Path input() {
    return Path.of(said("input", input, "INPUT, the picture or clip"));
  }

  @Override
  MotionMixin motion() {
    return null;
  }
}
