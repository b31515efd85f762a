package dev.keylight.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
  private final Path data;
  /** How long anything is waited for: far longer than it takes, as other tests may have the processors. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  TestStudio(StudioOptions options) {
    studio = Studio.open(options);
    data = options.data();
  }

  static TestStudio in(Path folder) {
    return new TestStudio(options(folder));
  }

  /** Small limits, and such patience with silent clients that no connection ends while a test is busy. */
  static StudioOptions options(Path folder) {
    return options(folder, 600);
  }

  static StudioOptions options(Path folder, int patienceSeconds) {
    return new StudioOptions(folder, "127.0.0.1", 0, null, List.of(), 4 << 20, 4, 20, 40, 3, 10, 1L << 30, patienceSeconds);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + studio.port() + path)).timeout(PATIENCE);
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

  /** Uploads a file that the studio takes and returns its id. */
  String upload(String name, byte[] file) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = post("/v1/uploads?name=" + name, file);
    if (answer.statusCode() != 201) {
      throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return json(answer).get("id").asText();
  }

  /** Waits until a job is in a state. */
  JsonNode await(String job, String state) throws Exception {
    return await(job, Set.of(state));
  }

  /** Waits until a job is over, however it ended. */
  JsonNode awaitEnd(String job) throws Exception {
    return await(job, Set.of("done", "failed", "cancelled"));
  }

  /** Waits until a job does not wait any more. */
  JsonNode awaitBegun(String job) throws Exception {
    return await(job, Set.of("running", "done", "failed", "cancelled"));
  }

  private JsonNode await(String job, Set<String> states) throws Exception {
    return await("the job is " + states, () -> json(get("/v1/jobs/" + job)), now -> states.contains(now.path("state").asText()));
  }

  /** Something that is looked at. */
  interface Look<T> {
    T now() throws Exception;
  }

  /** Looks again and again until what is seen is as wanted, and returns that. */
  static <T> T await(String wanted, Look<T> look, Predicate<T> enough) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T seen = look.now();
    while (!enough.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + PATIENCE + " not yet: " + wanted + "; last seen: " + seen);
      }
      Thread.sleep(20);
      seen = look.now();
    }
    return seen;
  }

  /** A worker process of this studio, if one lives; other studios of these tests may have dying ones. */
  Optional<ProcessHandle> worker() throws IOException {
    Path own = data.toRealPath();
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).filter(process -> worksIn(process, own)).findFirst();
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return !Files.isSymbolicLink(link) || Files.readSymbolicLink(link).equals(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** The lines of the log that are whole; the last may be on its way. */
  List<JsonNode> log() throws IOException {
    String text = Files.readString(data.resolve("studio.log"));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Override
  public void close() {
    studio.close();
  }
}
