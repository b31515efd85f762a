package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks again and again is told that nothing changed, and at once when something did. */
class PollingTest {
  @TempDir static Path folder;
  private static TestStudio studio;

  @BeforeAll
  static void open() {
    studio = TestStudio.in(folder);
  }

  @AfterAll
  static void close() {
    studio.close();
  }

  private static HttpResponse<byte[]> again(String path, HttpResponse<byte[]> before) throws IOException, InterruptedException {
    return studio.send(studio.request(path).header("If-None-Match", before.headers().firstValue("ETag").orElseThrow()));
  }

  @Test
  void a_job_that_rests_answers_not_modified_until_it_changes() throws Exception {
    String job = studio.job(TestStudio.LONG_JOB);
    String waiting = studio.job(TestStudio.SMALL_JOB);
    studio.await(job, "running");
    HttpResponse<byte[]> first = studio.get("/v1/jobs/" + waiting);
    HttpResponse<byte[]> second = again("/v1/jobs/" + waiting, first);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    studio.send(studio.request("/v1/jobs/" + waiting).DELETE());
    HttpResponse<byte[]> third = again("/v1/jobs/" + waiting, first);
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(TestStudio.json(third).get("state").asText()).isEqualTo("cancelled");
    studio.send(studio.request("/v1/jobs/" + job).DELETE());
  }

  @Test
  void a_poller_with_tags_sees_every_state_and_rising_progress() throws Exception {
    Path hold = Files.createFile(folder.resolve(PatientEngine.HOLD));
    String job = studio.job(PatientEngine.JOB.replace("0.3", "2"));
    HttpResponse<byte[]> last = studio.get("/v1/jobs/" + job);
    Set<String> states = new HashSet<>();
    long frames = 0;
    while (!states.contains("done")) {
      HttpResponse<byte[]> asked = last;
      HttpResponse<byte[]> now = TestStudio.await("news of " + job, () -> again("/v1/jobs/" + job, asked), answer -> answer.statusCode() != 304);
      assertThat(now.statusCode()).isEqualTo(200);
      JsonNode json = TestStudio.json(now);
      assertThat(json.get("framesDone").asLong()).isGreaterThanOrEqualTo(frames);
      frames = json.get("framesDone").asLong();
      states.add(json.get("state").asText());
      assertThat(states).doesNotContain("failed");
      if (states.contains("running")) {
        Files.deleteIfExists(hold);
      }
      last = now;
    }
    assertThat(states).contains("running");
    assertThat(frames).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs", "/v1/uploads"})
  void a_list_that_rests_answers_not_modified_until_something_comes(String list) throws Exception {
    byte[] picture = Files.readAllBytes(folder.resolve("uploads/example-portrait.png"));
    // What other tests began may still be running, and each frame of it is news; its last word comes after its end.
    for (JsonNode job : TestStudio.json(studio.get("/v1/jobs"))) {
      studio.awaitEnd(job.get("id").asText());
    }
    HttpResponse<byte[]> rested =
        TestStudio.await(
            list + " rests",
            () -> {
              HttpResponse<byte[]> first = studio.get(list);
              return again(list, first).statusCode() == 304 ? first : null;
            },
            Objects::nonNull);
    String made = list.equals("/v1/jobs") ? studio.job(TestStudio.SMALL_JOB) : studio.upload("a.png", picture);
    HttpResponse<byte[]> second = again(list, rested);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains(made);
  }

  @Test
  void a_tag_of_an_earlier_run_means_nothing(@TempDir Path other) throws Exception {
    String tag;
    try (TestStudio before = TestStudio.in(other)) {
      tag = before.get("/v1/uploads").headers().firstValue("ETag").orElseThrow();
    }
    try (TestStudio after = TestStudio.in(other)) {
      assertThat(after.send(after.request("/v1/uploads").header("If-None-Match", tag)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void the_log_names_the_job_in_every_line_about_it() throws Exception {
    String job = studio.job(TestStudio.SMALL_JOB.replace("rembrandt", "noon"));
    studio.await(job, "done");
    // The last line is written after the job's row.
    List<String> told =
        TestStudio.await(
            "the end of " + job + " is in the log",
            () -> studio.log().stream().filter(line -> line.path("job").asText().equals(job)).map(line -> line.get("event").asText()).toList(),
            events -> events.contains("job-done"));
    assertThat(told).contains("job-queued", "job-started");
  }
}
