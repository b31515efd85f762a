package dev.keylight.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code keylight evaluate}: how good results are, ours and others'. */
@Command(
    name = "evaluate",
    description = "Measures how good results are, ours or another tool's, and reports it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EvaluateScoreCommand.class,
      EvaluateProtocolCommand.Relight.class,
      EvaluateProtocolCommand.Still.class,
      EvaluateProtocolCommand.Animate.class,
      EvaluateProtocolCommand.Self.class,
      EvaluateProtocolCommand.Ablation.class,
      EvaluateBenchCommand.class,
      EvaluateStudyCommand.class
    })
final class EvaluateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @ParentCommand private KeylightCommand root;

  Reporter reporter() {
    return root.reporter();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
