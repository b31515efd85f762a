package dev.keylight.studio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** One JSON object a line, each with a time and an event, jobs by their id. Kept small: one old file, one new. */
public final class EventLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST = 8 << 20;
  private final Path file;

  public EventLog(Path file) {
    this.file = file;
  }

  /**
   * Writes a line. JSON escapes whatever control characters a client sent, so that nobody writes lines of their own.
   *
   * @param facts names and values in turn
   */
  public synchronized void say(String event, Object... facts) {
    ObjectNode line = JSON.createObjectNode().put("at", Instant.now().toString()).put("event", event);
    for (int i = 0; i < facts.length; i += 2) {
      line.set(facts[i].toString(), JSON.valueToTree(facts[i + 1]));
    }
    try {
      if (Files.exists(file) && Files.size(file) > LARGEST) {
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(
          file, (line + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A full disk must not stop a render that could still be saved elsewhere.
    }
  }
}
