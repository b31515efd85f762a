package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.spark.child.WorkerSetup;
import java.util.List;
import org.apache.spark.resource.ResourceProfile;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  private static final WorkerSetup SETUP = new WorkerSetup("", List.of(), WorkerSetup.WORKER, 60, 3000, 2);

  @Test
  void a_gpu_stage_gives_each_task_one_gpu_and_counts_the_workers_into_the_overhead() {
    ResourceProfile profile = Profiles.gpu(SETUP, 4, 2, "512m");
    assertThat(profile.executorResourcesJMap().get("gpu").amount()).isEqualTo(4);
    assertThat(profile.executorResourcesJMap().get("cores").amount()).isEqualTo(8);
    assertThat(profile.executorResourcesJMap().get("memoryOverhead").amount()).isEqualTo(384 + 4 * 3000);
    assertThat(profile.taskResourcesJMap().get("gpu").amount()).isEqualTo(1);
    assertThat(profile.taskResourcesJMap().get("cpus").amount()).isEqualTo(2);
  }
}
