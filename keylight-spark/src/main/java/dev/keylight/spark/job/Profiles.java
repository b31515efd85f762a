package dev.keylight.spark.job;

import dev.keylight.spark.child.WorkerSetup;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * What a stage asks of the cluster. Decoding and tracking want processors only and take the application's default; a stage
 * that runs a large engine wants a GPU for each task, and executors of its own that have some.
 */
final class Profiles {
  /** What Spark itself needs outside its heap. */
  private static final int SPARK_MEGABYTES = 384;

  private Profiles() {}

  /** Memory of an executor outside its heap: its workers, heap and native together, are processes of their own. */
  static int overheadMegabytes(WorkerSetup setup, int tasksAtATime) {
    return SPARK_MEGABYTES + tasksAtATime * setup.megabytes();
  }

  /**
   * The profile of a stage whose tasks use a GPU each. The address that Spark gives to a task is what its worker sees as its
   * only device.
   *
   * @param gpus of an executor, which then does as many tasks at a time
   */
  static ResourceProfile gpu(WorkerSetup setup, int gpus, int coresPerTask, String heap) {
    return new ResourceProfileBuilder()
        .require(
            new ExecutorResourceRequests()
                .cores(gpus * coresPerTask)
                .memory(heap)
                .memoryOverhead(overheadMegabytes(setup, gpus) + "m")
                .resource("gpu", gpus, "", ""))
        .require(new TaskResourceRequests().cpus(coresPerTask).resource("gpu", 1))
        .build();
  }
}
