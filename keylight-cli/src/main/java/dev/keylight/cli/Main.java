package dev.keylight.cli;

/** Where the virtual machine enters. */
public final class Main {
  private Main() {}

  /** Runs one command and leaves with its exit code. */
  public static void main(String[] arguments) {
    Interruption.install();
    int code = KeylightCommand.line().execute(arguments);
    Interruption.finished();
    System.exit(code);
  }
}
