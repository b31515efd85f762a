package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that takes no more while a result is written. The worker's own limit on files stands for the disk, as the system
 * refuses the write in the same way; Linux only, as {@code prlimit} changes that limit of a process that runs.
 */
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void a_result_that_cannot_be_written_fails_in_a_sentence_and_leaves_nothing() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit on this machine");
    try (TestStudio studio = TestStudio.in(folder)) {
      studio.await(studio.job(TestStudio.SMALL_JOB), "done");
      ProcessHandle worker = studio.worker().orElseThrow();
      limit(worker, "3000");
      JsonNode failed = studio.await(studio.job(TestStudio.SMALL_JOB), "failed");
      assertThat(failed.get("error").asText()).contains("cannot write").doesNotContain("Exception", "work", folder.toString());
      TestStudio.await("only the first job's result is left", () -> List.of(folder.resolve("jobs").toFile().list()), left -> left.size() == 1);
      limit(worker, "1000000000");
      studio.await(studio.job(TestStudio.SMALL_JOB), "done");
    }
  }

  private static void limit(ProcessHandle worker, String bytes) throws Exception {
    Process process = new ProcessBuilder("/usr/bin/prlimit", "--pid", Long.toString(worker.pid()), "--fsize=" + bytes + ":").inheritIO().start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
