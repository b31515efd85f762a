package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one sentence on standard error and the exit code that goes with it. */
final class Failures {
  private Failures() {}

  /** The command was called wrongly. */
  static int usage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("keylight: " + sentence(error.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  /** The command was called rightly and failed. */
  static int execution(Exception error, CommandLine command, ParseResult parsed) {
    KeylightCommand root = (KeylightCommand) command.getCommandSpec().root().userObject();
    int code = code(error);
    root.reporter().failed(describe(error), code);
    if (root.verbose()) {
      error.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return code;
  }

  /** One sentence about an error, without the name of the program. */
  static String describe(Throwable error) {
    if (error instanceof CancellationException) {
      return "interrupted; nothing was written under the final name";
    }
    if (error instanceof OutOfMemoryError) {
      return "out of memory; use a smaller --size, or give more with KEYLIGHT_JAVA_OPTIONS=-Xmx2g";
    }
    if (error instanceof KeylightException) {
      return sentence(error.getMessage());
    }
    if (error instanceof UnsatisfiedLinkError) {
      return "the native libraries for "
          + System.getProperty("os.name") + " " + System.getProperty("os.arch")
          + " could not be loaded (" + sentence(error.getMessage()) + "); run keylight doctor";
    }
    return "unexpected " + error.getClass().getSimpleName() + ": " + sentence(error.getMessage())
        + "; this is a defect in Keylight, run it again with --verbose to see where";
  }

  static int code(Throwable error) {
    if (error instanceof CancellationException) {
      return ExitCode.INTERRUPTED;
    }
    return error instanceof BadInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  private static String sentence(String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
