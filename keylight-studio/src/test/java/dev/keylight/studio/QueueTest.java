package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs when there are too many, when they are not wanted any more, and when something dies. */
class QueueTest {
  @TempDir Path folder;

  @Test
  void a_full_queue_says_when_to_come_again_and_a_cancelled_job_frees_its_place() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      String running = studio.job(TestStudio.LONG_JOB);
      studio.await(running, "running");
      List<String> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(studio.job(TestStudio.SMALL_JOB));
      }
      HttpResponse<byte[]> refused = studio.post("/v1/jobs", TestStudio.SMALL_JOB);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(studio.get("/readyz").statusCode()).isEqualTo(503);

      studio.send(studio.request("/v1/jobs/" + waiting.get(2)).DELETE());
      assertThat(studio.await(waiting.get(2), "cancelled").has("links")).isFalse();
      ProcessHandle worker = rendering(studio, running);
      studio.send(studio.request("/v1/jobs/" + running).DELETE());
      studio.await(running, "cancelled");
      // Whatever it used, a graphics card included, is free as soon as the system has ended it.
      worker.onExit().get(3, TimeUnit.MINUTES);
      studio.await(waiting.get(0), "done");
      studio.await(waiting.get(1), "done");
      assertThat(Files.exists(folder.resolve("jobs").resolve(running))).as("a cancelled job leaves nothing").isFalse();

      studio.post("/v1/jobs/" + waiting.get(2) + "/resume", "");
      JsonNode resumed = studio.await(waiting.get(2), "done");
      assertThat(studio.get(resumed.at("/links/result").asText()).statusCode()).isEqualTo(200);
      byte[] one = Files.readAllBytes(folder.resolve("jobs/" + waiting.get(0) + "/result.mp4"));
      byte[] other = Files.readAllBytes(folder.resolve("jobs/" + waiting.get(2) + "/result.mp4"));
      assertThat(one).as("the same job gives the same bytes").isEqualTo(other);
    }
  }

  @Test
  void a_worker_that_dies_is_replaced_and_a_job_that_kills_two_fails() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      String job = studio.job(TestStudio.LONG_JOB);
      for (int death = 0; death < 2; death++) {
        ProcessHandle worker = rendering(studio, job);
        worker.destroyForcibly();
        worker.onExit().join();
      }
      JsonNode failed = studio.await(job, "failed");
      assertThat(failed.get("error").asText()).contains("crashed");
      studio.await(studio.job(TestStudio.SMALL_JOB), "done");
    }
  }

  @Test
  void closing_keeps_what_was_not_finished_for_the_next_start() throws Exception {
    String running;
    String waiting;
    try (TestStudio studio = TestStudio.in(folder)) {
      running = studio.job(TestStudio.SMALL_JOB.replace("0.3", "4"));
      waiting = studio.job(TestStudio.SMALL_JOB);
      studio.awaitBegun(running);
    }
    try (TestStudio again = TestStudio.in(folder)) {
      again.await(running, "done");
      again.await(waiting, "done");
    }
  }

  @Test
  void the_oldest_results_go_when_the_budget_is_spent() throws Exception {
    StudioOptions o = TestStudio.options(folder);
    StudioOptions tight =
        new StudioOptions(
            o.data(), o.host(), 0, null, List.of(), o.uploadBytes(), o.megapixels(), o.seconds(), o.uploadsPerClient(), o.queueLength(),
            o.jobsPerClient(), 700_000, o.patienceSeconds());
    try (TestStudio studio = new TestStudio(tight)) {
      byte[] picture = Files.readAllBytes(folder.resolve("uploads/example-portrait.png"));
      String upload = studio.upload("a.png", picture);
      String first = studio.job(TestStudio.SMALL_JOB);
      studio.await(first, "done");
      String second = studio.job(TestStudio.SMALL_JOB);
      studio.await(second, "done");
      for (String gone : List.of("/v1/jobs/" + first, "/v1/uploads/" + upload)) {
        TestStudio.await(gone + " is gone", () -> studio.get(gone).statusCode(), status -> status == 404);
      }
      assertThat(studio.get("/v1/jobs/" + second).statusCode()).isEqualTo(200);
      assertThat(studio.get("/v1/uploads/example-portrait").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_client_may_keep_so_many_files_and_no_more() throws Exception {
    StudioOptions o = TestStudio.options(folder);
    StudioOptions few =
        new StudioOptions(
            o.data(), o.host(), 0, null, List.of(), o.uploadBytes(), o.megapixels(), o.seconds(), 2, o.queueLength(), 1, o.diskBytes(),
            o.patienceSeconds());
    try (TestStudio studio = new TestStudio(few)) {
      byte[] picture = Files.readAllBytes(folder.resolve("uploads/example-portrait.png"));
      String first = studio.upload("a.png", picture);
      assertThat(studio.post("/v1/uploads?name=b.png", picture).statusCode()).isEqualTo(201);
      HttpResponse<byte[]> third = studio.post("/v1/uploads?name=c.png", picture);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("Retry-After")).isPresent();
      studio.send(studio.request("/v1/uploads/" + first).DELETE());
      assertThat(studio.post("/v1/uploads?name=c.png", picture).statusCode()).isEqualTo(201);

      String running = studio.job(TestStudio.LONG_JOB);
      HttpResponse<byte[]> second = studio.post("/v1/jobs", TestStudio.SMALL_JOB);
      assertThat(second.statusCode()).as("one render of a client at a time here").isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      studio.send(studio.request("/v1/jobs/" + running).DELETE());
    }
  }

  /** The worker that renders, once it has rendered something. */
  private static ProcessHandle rendering(TestStudio studio, String job) throws Exception {
    TestStudio.await("a frame of " + job, () -> TestStudio.json(studio.get("/v1/jobs/" + job)), now -> now.path("framesDone").asLong() > 0);
    return TestStudio.await("a worker", studio::worker, Optional::isPresent).orElseThrow();
  }
}
