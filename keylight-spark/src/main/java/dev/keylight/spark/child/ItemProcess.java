package dev.keylight.spark.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The executor's end of one worker process. For one thread at a time; one that has died stays dead. */
public final class ItemProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 4096;
  private static final int CLOSING_SECONDS = 4;
  private static final int SIGNALLED = 128;
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "item-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final WorkerSetup setup;
  private volatile ItemFailure end;
  private volatile long residentPeak;

  private ItemProcess(Process process, WorkerSetup setup) {
    this.process = process;
    this.setup = setup;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a worker.
   *
   * @param scratch its folder for temporary files, and for the log of what it says
   * @param environment variables of its own, such as the GPU it may use
   */
  public static ItemProcess start(WorkerSetup setup, Path scratch, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(setup.javaOptions());
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-XX:ErrorFile=" + scratch.resolve("crash-%p.log"));
    command.add(setup.mainClass());
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(scratch.resolve("worker.log").toFile()));
    Map<String, String> variables = builder.environment();
    variables.put("CLASSPATH", setup.classPathHere());
    variables.put("MKL_THREADING_LAYER", "GNU");
    variables.putAll(environment);
    return new ItemProcess(builder.start(), setup);
  }

  public boolean alive() {
    return process.isAlive() && end == null;
  }

  /** The most memory it was seen to hold, in megabytes; 0 where the system does not tell. */
  public long residentPeakMegabytes() {
    return residentPeak * PAGE >> 20;
  }

  /**
   * Has one item done.
   *
   * @param item {@code work}, {@code stage} and what else its function wants
   * @throws ItemFailure when it gives nothing
   */
  public JsonNode call(ObjectNode item) throws ItemFailure {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(setup.seconds());
    ScheduledFuture<?> watch = WATCH.scheduleWithFixedDelay(() -> watch(deadline), 100, 200, TimeUnit.MILLISECONDS);
    try {
      questions.write(item + "\n");
      questions.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        JsonNode answer = JSON.readTree(line);
        if (answer.has("done")) {
          return answer.get("done");
        }
        if (answer.has("error")) {
          boolean input = answer.get("error").asText().equals("bad-input");
          throw new ItemFailure(
              input ? ItemFailure.Kind.BAD_INPUT : ItemFailure.Kind.FAILED, answer.path("message").asText());
        }
      }
    } catch (IOException e) {
      // The pipe broke: told below, with what is known of the worker's end.
    } finally {
      watch.cancel(false);
    }
    throw death();
  }

  private ItemFailure death() {
    if (end == null) {
      int code = exitCode();
      String how = code > SIGNALLED ? "signal " + (code - SIGNALLED) : "exit code " + code;
      end = new ItemFailure(
          ItemFailure.Kind.CRASHED,
          "the process that reads it crashed (" + how + "); the file may be damaged");
    }
    process.destroyForcibly();
    return end;
  }

  private int exitCode() {
    try {
      return process.waitFor(5, TimeUnit.SECONDS) ? process.exitValue() : SIGNALLED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SIGNALLED;
    }
  }

  private void watch(long deadline) {
    if (System.nanoTime() > deadline) {
      end(ItemFailure.Kind.TIMED_OUT, "it took longer than " + setup.seconds() + " s and was ended");
    }
    residentPeak = Math.max(residentPeak, resident());
    if (residentPeakMegabytes() > setup.megabytes()) {
      end(ItemFailure.Kind.TOO_LARGE, "it needed more than " + setup.megabytes() + " MB of memory and was ended");
    }
  }

  /** Resident pages, 0 where the system does not tell. */
  private long resident() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm")).split(" ")[1]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private void end(ItemFailure.Kind kind, String why) {
    end = new ItemFailure(kind, why);
    process.destroyForcibly();
  }

  /** Lets an idle one close what it keeps open, for a few seconds; ends others at once. */
  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It is dead already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
