package dev.keylight.cli;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keylight licenses}: what Keylight is made of and under which terms. */
@Command(name = "licenses", description = "Prints the licences of Keylight and of everything shipped with it.")
final class LicensesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--full", description = "Also print the text of the Apache License.")
  private boolean full;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text("NOTICE"));
    if (full) {
      out.println();
      out.print(text("LICENSE"));
    }
    out.flush();
  }

  private static String text(String name) {
    try (InputStream stream = LicensesCommand.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new KeylightException("the file " + name + " is missing from this build; build again with mvn package");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeylightException("the file " + name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
