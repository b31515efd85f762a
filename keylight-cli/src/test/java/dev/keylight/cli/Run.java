package dev.keylight.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the real command inside the test.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it complained about
 */
record Run(int code, String out, String err) {
  static Run keylight(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = KeylightCommand.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = line.execute(words);
    return new Run(code, out.toString(), err.toString());
  }
}
