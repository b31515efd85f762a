package dev.keylight.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    subcommands = {LicensesCommand.class},
    footer = {
      "",
      "Try: keylight demo",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input that cannot be used, 130 interrupted."
    })
final class KeylightCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** A ready command line: errors become sentences and exit codes. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new KeylightCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
