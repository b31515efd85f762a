package dev.keylight.cli;

import dev.keylight.eval.protocol.Bench;
import dev.keylight.eval.protocol.Experiment;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight evaluate bench}: the standing benchmark. */
@Command(
    name = "bench",
    description = "The standing benchmark: ten portraits, four drivers, four lights of a media folder, whose people nothing was trained on.",
    sortOptions = false)
final class EvaluateBenchCommand implements Runnable {
  private static final int FRAMES = 32;

  @ParentCommand private EvaluateCommand evaluate;

  @Parameters(index = "0", paramLabel = "MEDIA", description = "The media folder.")
  private Path media;

  @Mixin private EvaluationMixin evaluation;

  @Override
  public void run() {
    Experiment bench =
        Bench.standing()
            .experiment(media, evaluation.engines(), evaluation.others(), evaluation.frames(FRAMES), evaluation.output());
    evaluation.run(bench, FRAMES, evaluate.reporter());
  }
}
