package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** A worker's main program: does what it is told, one task after the other, until the server is gone. */
public final class Worker {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Something a worker can do. Throws {@link KeylightException} with a sentence for the user. */
  interface Task {
    /**
     * @param what the task's description
     * @param server for events on the way
     * @return the result
     */
    JsonNode run(JsonNode what, Wire server) throws IOException;
  }

  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    InputStream in = System.in;
    PrintStream out = System.out;
    // Whatever a library prints must not get between the messages.
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    Wire server = new ServerLine(in, out);
    Studies studies = new Studies();
    Map<String, Task> tasks =
        Map.of(
            "probe", new ProbeTask(),
            "portrait", new PortraitTask(studies),
            "driver", new DriverTask(studies),
            "motion", new MotionTask(studies),
            "light", new LightTask(),
            "render", new RenderTask(),
            "live", new LiveTask(),
            "plan", new PlanTask(),
            "ping", (what, wire) -> JSON.createObjectNode());
    server.send(JSON.createObjectNode().put("event", "ready"));
    while (true) {
      Wire.Message message = server.receive();
      if (message.json() != null && message.json().has("task")) {
        server.send(answer(tasks.get(message.json().get("task").asText()), message.json(), server));
      }
    }
  }

  private static ObjectNode answer(Task task, JsonNode what, Wire server) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      answer.put("event", "done").set("result", task.run(what, server));
    } catch (BadInputException e) {
      failed(answer, "bad-input", e.getMessage(), what);
    } catch (IllegalArgumentException e) {
      failed(answer, "bad-input", e.getMessage(), what);
    } catch (KeylightException e) {
      failed(answer, "failed", e.getMessage(), what);
    } catch (OutOfMemoryError e) {
      failed(answer, "failed", "there was not enough memory; use a smaller size", what);
    } catch (LinkageError e) {
      // A class that failed to load fails for ever; the server starts another worker.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    } catch (IOException | UncheckedIOException e) {
      e.printStackTrace();
      failed(answer, "failed", "a file could not be read or written; is the disk full?", what);
    } catch (RuntimeException e) {
      e.printStackTrace();
      failed(answer, "failed", "something unexpected went wrong (" + e.getClass().getSimpleName() + ")", what);
    }
    return answer;
  }

  private static void failed(ObjectNode answer, String kind, String message, JsonNode task) {
    answer.removeAll();
    answer.put("event", "error").put("kind", kind).put("message", named(message == null ? "no message" : message, task));
  }

  /** The sentence with people's names of files instead of this machine's. */
  static String named(String sentence, JsonNode task) {
    String result = sentence;
    for (Map.Entry<String, JsonNode> name : task.path("names").properties()) {
      result = result.replace(name.getKey(), name.getValue().asText());
    }
    // Nor is where we work while we do.
    String work = task.path("work").asText();
    return (work.isEmpty() ? result : result.replace(work + "/", "")).replaceAll("\\s*\\R\\s*", " ");
  }
}
