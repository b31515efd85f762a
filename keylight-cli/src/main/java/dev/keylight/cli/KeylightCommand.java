package dev.keylight.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = "keylight",
    description = "Animates a portrait with the motion of a video under a light you choose, and relights videos.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      AnimateCommand.class,
      RelightCommand.class,
      LightCommand.class,
      TrackCommand.class,
      ShadeCommand.class,
      GenerateCommand.class,
      PrepareCommand.class,
      TrainCommand.class,
      WeightsCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      ServeCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      LicensesCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Try: keylight demo",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input that cannot be used, 130 interrupted."
    })
final class KeylightCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Tell progress and results as one JSON object a line.")
  private boolean json;

  @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where a failure came from.")
  private boolean verbose;

  /** A ready command line: errors become sentences and exit codes. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new KeylightCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // An @ before a file means a light here, and not a file of arguments.
    line.setExpandAtFiles(false);
    Words.register(line);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    return line;
  }

  /** How the command that runs under this root tells what it does. */
  Reporter reporter() {
    CommandLine line = spec.commandLine();
    return json
        ? new JsonReporter(line.getOut())
        : new HumanReporter(line.getOut(), line.getErr(), Boolean.getBoolean("keylight.terminal"));
  }

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
