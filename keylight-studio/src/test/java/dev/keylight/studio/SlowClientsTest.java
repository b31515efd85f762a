package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say too little, too slowly: they are let go, and nobody else waits for them. */
class SlowClientsTest {
  private static final int MANY = 120;
  private static final String HEADERS = "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
  private static final String UPLOAD = "POST /v1/uploads?name=a.png HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc";
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {HEADERS, UPLOAD})
  void they_keep_nobody_waiting(String beginning) throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (TestStudio studio = TestStudio.in(folder)) {
      for (int i = 0; i < MANY; i++) {
        slow.add(begin(studio, beginning));
      }
      // This server would wait for them much longer than the test waits for its answers.
      for (int i = 0; i < 5; i++) {
        assertThat(studio.get("/healthz").statusCode()).isEqualTo(200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HEADERS, UPLOAD})
  void they_are_given_up_and_leave_nothing(String beginning) throws Exception {
    try (TestStudio studio = impatient();
        Socket socket = begin(studio, beginning)) {
      socket.setSoTimeout(120_000);
      RawRequest.untilClosed(socket);
    }
    assertThat(folder.resolve("uploads").toFile().list((uploads, name) -> name.endsWith(".part"))).isEmpty();
  }

  @Test
  void a_body_that_drips_is_given_up_although_it_is_never_silent() throws Exception {
    try (TestStudio studio = impatient();
        Socket socket = begin(studio, UPLOAD)) {
      TestStudio.await(
          "a client that sends ten bytes a second is given up",
          () -> {
            Thread.sleep(80);
            return drip(socket);
          },
          open -> !open);
    }
  }

  private TestStudio impatient() {
    return new TestStudio(TestStudio.options(folder, 2));
  }

  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      // An answer means that the server will hear no more of this.
      return socket.getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Socket begin(TestStudio studio, String beginning) throws IOException {
    Socket socket = new Socket("127.0.0.1", studio.studio.port());
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
