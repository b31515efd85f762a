package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say too little, too slowly: they are let go, and nobody else waits for them. */
class SlowClientsTest {
  private static final int MANY = 120;
  private static final String UPLOAD = "POST /v1/uploads?name=a.png HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc";
  @TempDir Path folder;

  @Test
  void headers_that_never_end_keep_nobody_waiting_and_are_given_up() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      givenUp(studio, "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    }
  }

  @Test
  void bodies_that_never_end_keep_nobody_waiting_and_leave_nothing() throws Exception {
    try (TestStudio studio = TestStudio.in(folder)) {
      // As many as may upload at once, and no more threads than the server has.
      givenUp(studio, UPLOAD);
      try (var parts = Files.newDirectoryStream(folder.resolve("uploads"), "*.part")) {
        assertThat(parts).isEmpty();
      }
    }
  }

  @Test
  void a_body_that_drips_is_given_up_although_it_is_never_silent() throws Exception {
    try (TestStudio studio = TestStudio.in(folder);
        Socket socket = begin(studio, UPLOAD)) {
      long begun = System.nanoTime();
      boolean open = true;
      while (open && System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
        Thread.sleep(200);
        open = drip(socket);
      }
      assertThat(open).as("still listened to after 20 s at five bytes a second").isFalse();
    }
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

  private static void givenUp(TestStudio studio, String beginning) throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        slow.add(begin(studio, beginning));
      }
      long begun = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThat(studio.get("/healthz").statusCode()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("five answers beside %d slow clients", MANY).isLessThan(Duration.ofSeconds(2));
      for (Socket socket : slow) {
        socket.setSoTimeout(20_000);
        // Whatever it is told, the connection ends.
        socket.getInputStream().readAllBytes();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static Socket begin(TestStudio studio, String beginning) throws IOException {
    Socket socket = new Socket("127.0.0.1", studio.studio.port());
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
