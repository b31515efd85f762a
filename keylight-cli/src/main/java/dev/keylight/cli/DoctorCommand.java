package dev.keylight.cli;

import dev.keylight.pipeline.Checkup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code keylight doctor}: what works on this machine. */
@Command(name = "doctor", description = "Checks what works on this machine and says how to mend what does not.")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private KeylightCommand root;

  @Override
  public Integer call() {
    List<Checkup.Finding> findings = Checkup.run();
    StringBuilder sentence = new StringBuilder();
    Map<String, Object> facts = new LinkedHashMap<>();
    int width = findings.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
    boolean healthy = true;
    for (Checkup.Finding finding : findings) {
      String mark = finding.works() ? "ok      " : finding.needed() ? "BROKEN  " : "missing ";
      sentence.append(mark).append(finding.what()).append(" ".repeat(width + 2 - finding.what().length())).append(finding.detail()).append(System.lineSeparator());
      facts.put(finding.what(), Map.of("works", finding.works(), "detail", finding.detail()));
      healthy &= finding.works() || !finding.needed();
    }
    root.reporter().done(sentence.append(healthy ? "Keylight works here." : "Keylight does not work here.").toString(), facts);
    return healthy ? ExitCode.DONE : ExitCode.FAILED;
  }
}
