package dev.keylight.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A studio on a free port and a client for it. */
final class TestStudio implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  /** A render of a few frames. */
  static final String SMALL_JOB =
      """
      {"portrait": {"upload": "example-portrait"}, "driver": {"template": "talking"}, "light": {"said": "rembrandt"},
       "options": {"output": {"longSide": 128, "seconds": 0.3}}}""";

  /** A render that takes far longer than any test. */
  static final String LONG_JOB = SMALL_JOB.replace("0.3", "600");

  final Studio studio;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  TestStudio(StudioOptions options) {
    studio = Studio.open(options);
  }

  static TestStudio in(Path folder) {
    return new TestStudio(options(folder));
  }

  static StudioOptions options(Path folder) {
    return new StudioOptions(
        folder, "127.0.0.1", 0, null, java.util.List.of(), 4 << 20, 4, 20, 40, 3, 10, 1L << 30, 4);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + studio.port() + path)).timeout(Duration.ofSeconds(60));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** Makes a job and returns its id. */
  String job(String spec) throws IOException, InterruptedException {
    return job(spec, UnaryOperator.identity());
  }

  String job(String spec, UnaryOperator<HttpRequest.Builder> with) throws IOException, InterruptedException {
    HttpResponse<byte[]> made = send(with.apply(request("/v1/jobs").POST(HttpRequest.BodyPublishers.ofString(spec))));
    if (made.statusCode() != 201) {
      throw new AssertionError(new String(made.body(), StandardCharsets.UTF_8));
    }
    return json(made).get("id").asText();
  }

  /** Waits until a job is in a state. */
  JsonNode await(String job, String state) throws IOException, InterruptedException {
    return await(job, Set.of(state));
  }

  /** Waits until a job is over, however it ended. */
  JsonNode awaitEnd(String job) throws IOException, InterruptedException {
    return await(job, Set.of("done", "failed", "cancelled"));
  }

  private JsonNode await(String job, Set<String> states) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    JsonNode now = null;
    while (System.nanoTime() < end) {
      now = json(get("/v1/jobs/" + job));
      if (states.contains(now.path("state").asText())) {
        return now;
      }
      Thread.sleep(40);
    }
    throw new AssertionError("the job is not " + states + " but " + now);
  }

  @Override
  public void close() {
    studio.close();
  }
}
