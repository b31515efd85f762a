package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker's main program: one JSON object a line in, one out, until nobody asks any more. It lives as long as its executor,
 * so that models and engines are opened once and not for each item.
 */
public class ItemWorker {
  /** No item, but the end of standard input. */
  private static final String END = "";
  private static final int CLOSING_MILLISECONDS = 3000;

  private final Map<String, ItemFunction> functions =
      Map.of(
          "hash", new HashItem(), "prepare", new PrepareItem(), "animate", new AnimateItem(), "evaluate", new EvaluateItem(),
          "report", new ReportItem());

  private volatile boolean busy;

  protected ItemWorker() {}

  public static void main(String[] arguments) throws InterruptedException {
    new ItemWorker().serve();
  }

  /**
   * Answers until standard input ends. Then a worker that has nothing to do closes what it kept open; one that is busy ends as
   * it is, because nobody waits for its answer.
   */
  protected final void serve() throws InterruptedException {
    InputStream in = System.in;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Whatever a library prints must not get between the answers.
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(in, asked), "executor-line");
    reader.setDaemon(true);
    reader.start();
    out.println("{\"ready\":true}");
    for (String line = asked.take(); !line.equals(END); line = asked.take()) {
      busy = true;
      out.println(answer(line));
      busy = false;
    }
    functions.values().forEach(ItemFunction::close);
    Runtime.getRuntime().halt(0);
  }

  private void read(InputStream in, BlockingQueue<String> asked) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        asked.put(line);
      }
    } catch (IOException | InterruptedException e) {
      // No executor any more, which is all that matters here.
    }
    end(asked);
  }

  private void end(BlockingQueue<String> asked) {
    try {
      if (!busy) {
        asked.put(END);
        Thread.sleep(CLOSING_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if so, it is as good as having waited.
    }
    Runtime.getRuntime().halt(0);
  }

  private String answer(String line) {
    ObjectNode answer = ItemFunction.JSON.createObjectNode();
    try {
      JsonNode item = ItemFunction.JSON.readTree(line);
      answer.set("done", run(item, Path.of(item.get("stage").asText())));
    } catch (BadInputException | IllegalArgumentException e) {
      failed(answer, "bad-input", e.getMessage());
    } catch (KeylightException e) {
      failed(answer, "failed", e.getMessage());
    } catch (OutOfMemoryError e) {
      // What is left of this process is not to be trusted.
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    } catch (IOException | RuntimeException | LinkageError e) {
      e.printStackTrace();
      failed(answer, "failed", "a defect in Keylight: " + e);
    }
    return answer.toString();
  }

  /** Does one item. */
  protected ObjectNode run(JsonNode item, Path stage) throws IOException {
    return functions.get(item.get("work").asText()).run(item, stage);
  }

  private static void failed(ObjectNode answer, String kind, String message) {
    answer.removeAll();
    answer.put("error", kind).put("message", message == null ? "no message" : message.replaceAll("\\s*\\R\\s*", " "));
  }
}
