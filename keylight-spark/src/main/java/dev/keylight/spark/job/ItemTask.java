package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.spark.child.ItemFailure;
import dev.keylight.spark.child.ItemPool;
import dev.keylight.spark.child.ItemProcess;
import dev.keylight.spark.child.WorkerSetup;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Does one item on an executor: looks whether it is done, fetches, has a worker do it, publishes. Whatever goes wrong with
 * the item becomes a result that says so; what goes wrong with the cluster's files fails the task, which Spark repeats. The
 * same item may be done twice at the same time: both publish the same bytes under the same names.
 */
final class ItemTask implements Function<Item, ItemResult> {
  private static final long serialVersionUID = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WorkerSetup setup;
  private final boolean retryFailed;
  private final SerializableConfiguration hadoop;

  ItemTask(WorkerSetup setup, boolean retryFailed, SerializableConfiguration hadoop) {
    this.setup = setup;
    this.retryFailed = retryFailed;
    this.hadoop = hadoop;
  }

  @Override
  public ItemResult call(Item item) throws IOException {
    Store out = new Store(item.out(), hadoop.value());
    FailureNote failures = new FailureNote(out, item, setup);
    if (!retryFailed) {
      String reason = failures.read();
      if (reason != null) {
        return ItemResult.failed(item, reason, 0, 0, host());
      }
    }
    DoneNote done = item.note() == null ? null : new DoneNote(out, item);
    JsonNode known = done == null ? null : done.read();
    if (known != null) {
      return new ItemResult(item, ItemResult.Status.KNOWN, null, 0, 0, 0, host(), known.toString(), List.of());
    }
    ItemResult result = attempts(item, out);
    if (result.status() == ItemResult.Status.FAILED) {
      failures.write(result.reason());
    }
    return result;
  }

  private ItemResult attempts(Item item, Store out) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      Path stage = Files.createTempDirectory(scratch(), "item");
      try {
        return attempt(item, out, stage, attempt, start);
      } catch (ItemFailure failure) {
        if (attempt == setup.attempts() || !failure.kind().worthAnotherAttempt()) {
          return ItemResult.failed(item, said(failure.getMessage(), item, stage), attempt, since(start), host());
        }
      } finally {
        delete(stage);
      }
    }
  }

  private ItemResult attempt(Item item, Store out, Path stage, int attempt, long start) throws IOException, ItemFailure {
    ObjectNode question = (ObjectNode) JSON.readTree(item.facts());
    question.put("work", item.work()).put("stage", stage.toString());
    for (Map.Entry<String, String> input : item.inputs().entrySet()) {
      try {
        Path here = out.staged(input.getValue(), stage.resolve("inputs").resolve(input.getKey()));
        question.put(input.getKey(), here.toString());
      } catch (IOException e) {
        throw new ItemFailure(ItemFailure.Kind.BAD_INPUT, input.getValue() + " cannot be read: " + e.getMessage());
      }
    }
    Earlier earlier = new Earlier(stage);
    for (String name : item.earlier()) {
      if (out.fetch(name, stage)) {
        earlier.add(name);
      }
    }
    String gpu = gpu();
    ItemProcess worker = ItemPool.borrow(setup, scratch(), gpu);
    JsonNode answer;
    try {
      answer = worker.call(question);
    } finally {
      ItemPool.giveBack(setup, gpu, worker);
    }
    List<ItemResult.Published> files = new ArrayList<>();
    boolean made = answer.path("files").isEmpty();
    for (JsonNode file : answer.path("files")) {
      Path here = stage.resolve(file.asText());
      files.add(new ItemResult.Published(file.asText(), Digests.sha256(here), Files.size(here)));
      if (!earlier.untouched(file.asText())) {
        out.publish(here, file.asText());
        made = true;
      }
    }
    return new ItemResult(
        item, made ? ItemResult.Status.DONE : ItemResult.Status.KNOWN, null, attempt, since(start),
        worker.residentPeakMegabytes(), host(), answer.toString(), List.copyOf(files));
  }

  /** A reason as the user knows the files: by their URIs, not by where they were fetched to. */
  private static String said(String reason, Item item, Path stage) {
    String said = reason;
    for (Map.Entry<String, String> input : item.inputs().entrySet()) {
      String name = input.getValue().replaceAll(".*/", "");
      said = said.replace(stage.resolve("inputs").resolve(input.getKey()).resolve(name).toString(), input.getValue());
    }
    return said;
  }

  /** The GPU that Spark gave to this task, if the stage asked for one. */
  private static String gpu() {
    TaskContext context = TaskContext.get();
    return context == null || !context.resourcesJMap().containsKey("gpu")
        ? ""
        : String.join(",", context.resourcesJMap().get("gpu").addresses());
  }

  private static Path scratch() {
    // Spark's own folder on the executor's disk, which goes when the executor does.
    return SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath().toAbsolutePath();
  }

  private static double since(long start) {
    return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName() + "/" + SparkEnv.get().executorId();
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Scratch: the executor's own folder goes as a whole at its end.
    }
  }
}
