package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of an engine that works long before its first frame: what it has finished outlives kills, restarts and cancelling. */
class PatientJobTest {
  @TempDir Path folder;

  @Test
  void no_finished_window_is_lost_when_workers_are_killed_and_the_studio_is_started_again() throws Exception {
    Path hold = Files.createFile(folder.resolve(PatientEngine.HOLD));
    String job;
    try (TestStudio studio = TestStudio.in(folder)) {
      job = studio.job(PatientEngine.JOB);
      awaitWindows(studio, job, 10);
      ProcessHandle worker = studio.worker().orElseThrow();
      worker.destroyForcibly();
      worker.onExit().join();
      awaitWindows(studio, job, 25);
    }
    // The second studio has work left.
    Files.delete(hold);
    try (TestStudio again = TestStudio.in(folder)) {
      again.await(job, "done");
    }
    List<String> diary = Files.readAllLines(folder.resolve(PatientEngine.DIARY));
    assertThat(diary.stream().distinct()).hasSize(PatientEngine.WINDOWS);
    // A window that was noted and not yet kept when it was killed is worked on again: one for each of the two ends at most.
    assertThat(diary).hasSizeLessThanOrEqualTo(PatientEngine.WINDOWS + 2);
    assertThat(folder.resolve("jobs").resolve(job + "-kept")).as("what was kept is taken away in the end").doesNotExist();
  }

  @Test
  void what_was_cancelled_goes_on_where_it_was_and_what_is_deleted_leaves_nothing() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      Path hold = Files.createFile(folder.resolve(PatientEngine.HOLD));
      String job = studio.job(PatientEngine.JOB);
      awaitWindows(studio, job, 10);
      studio.send(studio.request("/v1/jobs/" + job).DELETE());
      studio.await(job, "cancelled");
      assertThat(folder.resolve("jobs").resolve(job + "-kept")).exists();
      Files.delete(hold);
      studio.post("/v1/jobs/" + job + "/resume", "");
      studio.await(job, "done");
      assertThat(Files.readAllLines(folder.resolve(PatientEngine.DIARY))).hasSizeLessThanOrEqualTo(PatientEngine.WINDOWS + 1);

      Files.createFile(hold);
      String other = studio.job(PatientEngine.JOB);
      awaitWindows(studio, other, 3);
      studio.send(studio.request("/v1/jobs/" + other).DELETE());
      studio.await(other, "cancelled");
      studio.send(studio.request("/v1/jobs/" + other).DELETE());
      assertThat(folder.resolve("jobs").resolve(other + "-kept")).doesNotExist();
    }
  }

  @Test
  void what_it_will_take_is_told_before_and_learnt_afterwards() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      JsonNode planned = TestStudio.json(studio.post("/v1/plans", "{\"engine\": \"patient:calm\", \"frames\": 10}"));
      assertThat(planned.get("seconds").asDouble()).isEqualTo(20);
      assertThat(planned.get("megabytes").asInt()).isEqualTo(321);
      assertThat(planned.get("measured").asBoolean()).isFalse();
      JsonNode done = studio.await(studio.job(PatientEngine.JOB.replace("\"patient\"", "\"patient:calm\"")), "done");
      JsonNode learnt = TestStudio.json(studio.post("/v1/plans", "{\"engine\": \"patient:calm\", \"frames\": 10}"));
      assertThat(learnt.get("measured").asBoolean()).isTrue();
      double took = Duration.between(Instant.parse(done.get("startedAt").asText()), Instant.parse(done.get("finishedAt").asText())).toMillis() / 1e3;
      double tenFrames = 10 / done.get("framesDone").asDouble();
      double waited = PatientEngine.WINDOWS * 0.04;
      assertThat(learnt.get("seconds").asDouble()).isBetween(waited * tenFrames, (took + 0.01) * tenFrames);
      assertThat(studio.post("/v1/plans", "{\"engine\": \"patient:wild\", \"frames\": 10}").statusCode()).isEqualTo(422);
      assertThat(studio.post("/v1/jobs", PatientEngine.JOB.replace("\"patient\"", "\"patient:wild\"")).statusCode()).isEqualTo(422);
    }
  }

  private static void awaitWindows(TestStudio studio, String job, int windows) throws Exception {
    JsonNode part =
        TestStudio.await(
            "window " + windows, () -> TestStudio.json(studio.get("/v1/jobs/" + job)).path("part"), now -> now.path("done").asInt() >= windows);
    assertThat(part.get("unit").asText()).isEqualTo("windows");
  }
}
