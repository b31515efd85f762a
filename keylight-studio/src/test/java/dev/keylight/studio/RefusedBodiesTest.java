package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever sends more than is wanted and only then listens still hears why it was refused. */
class RefusedBodiesTest {
  /** More than any buffer between client and server holds. */
  private static final int BODY = 32 << 20;

  private static final String TOKEN = "a-token-of-some-length";
  @TempDir static Path folder;
  private static TestStudio studio;

  @BeforeAll
  static void open() {
    studio = new TestStudio(TestStudio.options(folder).listening("127.0.0.1", TOKEN, List.of()));
  }

  @AfterAll
  static void close() {
    studio.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v1/uploads, localhost, a-token-of-some-length, 413",
    "POST /v1/uploads, localhost, another, 401",
    "POST /v1/jobs, localhost, another, 401",
    "POST /v1/jobs, attacker.example, a-token-of-some-length, 421",
    "POST /v1/jobs, localhost, a-token-of-some-length, 413",
    "POST /v1/nothing, localhost, a-token-of-some-length, 404",
    "PUT /v1/jobs, localhost, a-token-of-some-length, 405"
  })
  void the_answer_arrives(String what, String host, String token, int status) throws IOException {
    String head = what + " HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\nAuthorization: Bearer " + token + "\r\nContent-Length: " + BODY + "\r\n\r\n";
    String answer = RawRequest.send(studio.studio.port(), head, BODY);
    assertThat(answer.lines().findFirst()).hasValueSatisfying(line -> assertThat(line).startsWith("HTTP/1.1 " + status + " "));
    assertThat(answer).contains("\"status\":" + status);
  }

  @ParameterizedTest
  @CsvSource({"Origin: https://evil.example, 403", "Sec-Fetch-Site: cross-site, 403"})
  void the_answer_arrives_at_other_sites_too(String header, int status) throws IOException {
    String head = "POST /v1/uploads HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n" + header + "\r\nContent-Length: " + BODY + "\r\n\r\n";
    assertThat(RawRequest.send(studio.studio.port(), head, BODY)).startsWith("HTTP/1.1 " + status + " ");
  }
}
