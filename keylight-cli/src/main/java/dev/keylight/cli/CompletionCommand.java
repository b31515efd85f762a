package dev.keylight.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keylight completion}: the script that makes bash and zsh complete the command. */
@Command(
    name = "completion",
    description = "Prints the completion script for bash and zsh: source <(keylight completion)")
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("keylight", spec.root().commandLine()));
    out.flush();
  }
}
