package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and what nobody may get. */
class GuardTest {
  @TempDir static Path folder;
  private static TestStudio studio;
  private static int port;

  @BeforeAll
  static void open() {
    studio = TestStudio.in(folder);
    port = studio.studio.port();
  }

  @AfterAll
  static void close() {
    studio.close();
  }

  @Test
  void it_listens_on_this_machine_alone_unless_there_is_a_token() {
    assertThat(StudioOptions.local(folder, 0).host()).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> StudioOptions.local(folder, 0).listening("0.0.0.0", null, List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--token");
    assertThatThrownBy(() -> StudioOptions.local(folder, 0).listening("0.0.0.0", "short", List.of()))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void another_name_for_this_machine_is_refused() throws IOException {
    assertThat(RawRequest.get(port, "/v1/jobs", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
    assertThat(RawRequest.get(port, "/v1/jobs", "localhost")).startsWith("HTTP/1.1 200");
    assertThat(RawRequest.get(port, "/v1/jobs", "attacker.example:" + port)).startsWith("HTTP/1.1 421");
    assertThat(RawRequest.get(port, "/", "attacker.example")).startsWith("HTTP/1.1 421");
  }

  @Test
  void other_sites_are_refused_and_nothing_is_readable_for_them() throws IOException {
    String host = "127.0.0.1:" + port;
    assertThat(RawRequest.get(port, "/v1/jobs", host, "Origin: http://" + host)).startsWith("HTTP/1.1 200");
    assertThat(RawRequest.get(port, "/v1/jobs", host, "Origin: https://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(RawRequest.get(port, "/v1/jobs", host, "Origin: null")).startsWith("HTTP/1.1 403");
    String post = "POST /v1/jobs HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    assertThat(RawRequest.send(port, post)).startsWith("HTTP/1.1 403");
    assertThat(RawRequest.get(port, "/v1/jobs", host)).doesNotContain("Access-Control-Allow");
  }

  @Test
  void a_live_session_from_another_site_is_refused() throws IOException {
    String upgrade =
        "GET /v1/live HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nOrigin: https://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    assertThat(RawRequest.send(port, upgrade.replace("Connection: Upgrade", "Connection: Upgrade, close")).split("\r\n")[0])
        .contains("403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/studio", "/v1/nothing"})
  void every_answer_forbids_scripts_of_others_and_framing(String path) throws Exception {
    HttpResponse<byte[]> answer = studio.get(path);
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe"));
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd", "/v1/jobs/..%2f..%2fetc%2fpasswd", "/v1/jobs/%2e%2e/artifacts/result.mp4", "/v1/uploads/..",
        "/v1/uploads/example-portrait/studies/portrait-0/..%2f..%2fexample-portrait.png", "/v1/uploads/example-portrait/studies/..%2f/picture.jpg",
        "/v1/jobs/a%00b", "/studio.js/../../x", "//etc/passwd", "/v1/uploads/example-portrait/studies/portrait-0/portrait.json"
      })
  void no_path_leads_out(String path) throws IOException {
    String answer = RawRequest.get(port, path, "localhost");
    assertThat(answer.split("\r\n")[0]).containsPattern(" 40[045] ");
    assertThat(answer).doesNotContain("root:", folder.toString(), "at dev.keylight", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "[]", "{\"portrait\": 3}", "{\"portrait\": {\"upload\": \"../../etc/passwd\"}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"/etc/passwd\"}, \"light\": {\"said\": \"noon\"}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"@/etc/passwd\"}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"http://169.254.169.254/a.png\"}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"follow:a.mp4\"}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"keyframes\": [{\"at\": 0, \"said\": \"x.jpg\"}]}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"noon\"}, \"background\": \"/etc/passwd\"}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"noon\"}, \"options\": {\"output\": {\"background\": \"/etc/passwd\"}}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"noon\"}, \"options\": {\"output\": {\"longSide\": 9000}}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"noon\"}, \"options\": {\"nonsense\": 1}}",
        "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"talking\"}, \"light\": {\"said\": \"noon\"}, \"command\": \"rm\"}"
      })
  void jobs_that_name_files_or_nonsense_are_refused_in_a_sentence(String spec) throws Exception {
    HttpResponse<byte[]> answer = studio.post("/v1/jobs", spec);
    assertThat(answer.statusCode()).isIn(400, 422);
    assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(folder.toString(), "Exception", "jackson", "\tat ");
  }

  @Test
  void with_a_token_nothing_is_answered_without_it(@TempDir Path other) throws Exception {
    String token = "a-token-of-some-length";
    try (TestStudio guarded = new TestStudio(TestStudio.options(other).listening("127.0.0.1", token, List.of()))) {
      assertThat(guarded.get("/v1/jobs").statusCode()).isEqualTo(401);
      assertThat(guarded.get("/").statusCode()).isEqualTo(401);
      assertThat(guarded.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(guarded.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(guarded.get("/enter?token=wrong").statusCode()).isEqualTo(401);
      HttpRequest.Builder shown = guarded.request("/v1/jobs").header("Authorization", "Bearer " + token);
      assertThat(guarded.send(shown).statusCode()).isEqualTo(200);
      HttpResponse<byte[]> entered = guarded.get("/enter?token=" + token);
      String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(token);
      assertThat(guarded.send(guarded.request("/v1/jobs").header("Cookie", cookie.split(";")[0])).statusCode()).isEqualTo(200);
    }
  }
}
