package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The processes of one training: starts the same command once for every rank, hands a stop on, and ends them all when one
 * fails. The first speaks for all; what the others say goes to {@code rank-N.log} in the run's folder.
 */
public final class RankProcesses {
  private static final long GRACE_SECONDS = 10;
  private static final int SAID = 300;

  private final List<String> command;
  private final int count;
  private final Path run;
  private final List<Process> processes = new ArrayList<>();
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

  /**
   * @param command that each runs, with {@code KEYLIGHT_RANK} and {@code KEYLIGHT_MEETING} in its environment
   * @param run the folder of the run, which exists
   */
  public RankProcesses(List<String> command, int count, Path run) {
    this.command = List.copyOf(command);
    this.count = count;
    this.run = run;
  }

  /**
   * Runs them to the end.
   *
   * @param stop whether the user asked to stop; each process is then told once, and they end after the step they are in
   * @throws KeylightException when one failed; all others are gone then
   */
  public void run(BooleanSupplier stop) {
    Path meeting = run.resolve("meeting-" + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(meeting);
      for (int rank = 0; rank < count; rank++) {
        start(rank, meeting);
      }
      watch(stop);
    } catch (IOException e) {
      throw new KeylightException("a process of the training could not be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeylightException("the training was interrupted; the same command goes on", e);
    } finally {
      processes.forEach(Process::destroyForcibly);
      meeting.toFile().delete();
    }
  }

  private void start(int rank, Path meeting) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(PeerGroup.RANK, Integer.toString(rank));
    builder.environment().put(PeerGroup.MEETING, meeting.toAbsolutePath().toString());
    // each would take all processors, and threads that wait for each other spin
    builder.environment().putIfAbsent("OMP_NUM_THREADS",
        Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() / count)));
    if (rank == 0) {
      builder.inheritIO();
    } else {
      builder.redirectErrorStream(true).redirectOutput(log(rank).toFile());
    }
    Process process = builder.start();
    processes.add(process);
    process.onExit().thenRun(() -> ended.add(rank));
  }

  private Path log(int rank) {
    return run.resolve("rank-" + rank + ".log");
  }

  private void watch(BooleanSupplier stop) throws InterruptedException {
    boolean told = false;
    int left = count;
    while (left > 0) {
      Integer rank = ended.poll(200, TimeUnit.MILLISECONDS);
      if (!told && stop.getAsBoolean()) {
        told = true;
        processes.forEach(Process::destroy);
      }
      if (rank != null) {
        left--;
        int code = processes.get(rank).exitValue();
        if (code != 0 && !told) {
          throw failure(rank, code);
        }
      }
    }
  }

  private KeylightException failure(int rank, int code) throws InterruptedException {
    processes.forEach(Process::destroy);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    for (Process process : processes) {
      process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return new KeylightException("process " + rank + " of the " + count + " of the training ended with exit code " + code
        + (rank == 0 ? ", as it says above" : last(rank)) + "; the others were stopped. The same command goes on from the last "
        + "checkpoint");
  }

  /** The last line of its log. */
  private String last(int rank) {
    try {
      List<String> lines = Files.readAllLines(log(rank), StandardCharsets.UTF_8).stream().filter(l -> !l.isBlank()).toList();
      String line = lines.isEmpty() ? "without a word" : lines.get(lines.size() - 1).strip();
      return " (" + line.substring(0, Math.min(SAID, line.length())) + "; all of it is in " + log(rank) + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
