package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server's whole process, without warning, while it works through a queue. {@code -Dkeylight.kills=10} kills it
 * more often than a quick run of all tests does.
 */
class KilledServerTest {
  private static final int KILLS = Integer.getInteger("keylight.kills", 2);
  private static final int JOBS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path folder;
  private Process server;
  private int port;

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      kill();
    }
  }

  @Test
  void every_job_ends_once_with_the_bytes_it_would_have_had() throws Exception {
    String spec = TestStudio.SMALL_JOB.replace("0.3", "1.2");
    start();
    String undisturbed = post(spec);
    await(undisturbed);
    byte[] expected = result(undisturbed);

    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(post(spec));
    }
    Random random = new Random(11);
    for (int kill = 0; kill < KILLS; kill++) {
      Thread.sleep(random.nextInt(2500));
      kill();
      start();
    }
    for (String job : jobs) {
      await(job);
      assertThat(result(job)).as("job %s", job).isEqualTo(expected);
    }
    JsonNode all = get("/v1/jobs");
    assertThat(all).hasSize(JOBS + 1).allMatch(job -> job.get("state").asText().equals("done"));
    try (var left = Files.list(folder.resolve("jobs"))) {
      assertThat(left).as("no half results").hasSize(JOBS + 1);
    }
  }

  /** Kills the server without warning, and sees its workers end by themselves. */
  private void kill() throws Exception {
    List<ProcessHandle> workers = server.descendants().toList();
    server.destroyForcibly().waitFor();
    server = null;
    for (ProcessHandle worker : workers) {
      worker.onExit().get(3, TimeUnit.MINUTES);
    }
  }

  /** A server in a process of its own, as a user's. */
  public static final class Main {
    public static void main(String[] arguments) throws InterruptedException {
      Studio studio = Studio.open(StudioOptions.local(Path.of(arguments[0]), 0));
      System.out.println("port " + studio.port());
      Thread.currentThread().join();
    }
  }

  private void start() throws Exception {
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream()));
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    assertThat(line).as("the server says its port").isNotNull();
    port = Integer.parseInt(line.substring(5));
  }

  private byte[] result(String job) throws Exception {
    return Files.readAllBytes(folder.resolve("jobs").resolve(job).resolve("result.mp4"));
  }

  private String post(String spec) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/v1/jobs")).POST(HttpRequest.BodyPublishers.ofString(spec)).build();
    return TestStudio.JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).get("id").asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return TestStudio.JSON.readTree(client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private void await(String job) throws Exception {
    TestStudio.await(job + " is done", () -> get("/v1/jobs/" + job), now -> now.path("state").asText().equals("done"));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
