package dev.keylight.cli;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.weights.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    weights(out);
    if (full) {
      out.println();
      out.print(text("LICENSE"));
    }
    out.flush();
  }

  /** The published model's parts are not shipped; who may use them for what is for their makers to say. */
  private static void weights(PrintWriter out) {
    out.println();
    out.println("Published weights");
    out.println("  Not part of Keylight; each user gets them from their makers, under their makers' terms.");
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (WeightsFile file : WeightsFile.all()) {
      parts.computeIfAbsent(file.terms(), terms -> new ArrayList<>()).add(file.part());
    }
    parts.forEach((terms, named) -> {
      out.println("  " + String.join(", ", named));
      out.println("    " + terms);
    });
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
