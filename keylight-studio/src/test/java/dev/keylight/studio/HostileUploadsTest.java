package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie about what they are, are too large, or are broken: each gets an answer, and the server goes on. */
class HostileUploadsTest {
  @TempDir static Path folder;
  private static TestStudio studio;
  private static byte[] picture;

  @BeforeAll
  static void open() throws IOException {
    studio = TestStudio.in(folder);
    picture = Files.readAllBytes(folder.resolve("uploads/example-portrait.png"));
  }

  @AfterAll
  static void close() {
    studio.close();
  }

  private static HttpResponse<byte[]> upload(byte[] bytes) throws Exception {
    return studio.post("/v1/uploads?name=x.png", bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<!doctype html><script>", "#EXTM3U\nfile:///etc/passwd",
        "ffconcat version 1.0\nfile /etc/passwd", "GIF89a", "PK\u0003\u0004", "%PDF-1.4", "\u0080\u0002c__builtin__\neval", "MZ"
      })
  void what_the_studio_cannot_use_has_no_kind(String content) throws Exception {
    assertThat(upload(content.getBytes(StandardCharsets.ISO_8859_1)).statusCode()).isEqualTo(415);
  }

  @Test
  void light_json_may_not_name_files() throws Exception {
    String keyframes = "{\"keyframes\": [{\"at\": 0, \"light\": \"/etc/passwd.jpg\"}], \"sh\": " + "[[1,1,1],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0]]}";
    assertThat(upload(keyframes.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(422);
  }

  @Test
  void a_flood_of_pixels_is_refused_by_its_header() throws Exception {
    ByteBuffer png = ByteBuffer.allocate(33 + 12);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13);
    byte[] header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(65500).putInt(65500).put(new byte[] {8, 6, 0, 0, 0}).array();
    CRC32 crc = new CRC32();
    crc.update(header);
    png.put(header).putInt((int) crc.getValue());
    png.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII)).putInt(0xAE426082);
    HttpResponse<byte[]> answer = upload(png.array());
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(TestStudio.json(answer).get("detail").asText()).contains("megapixels", "x.png").doesNotContain("uploads/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP", "iTXt"})
  void what_is_packed_beside_a_picture_is_not_unpacked_without_end(String chunk) throws Exception {
    // 256 megabytes of nothing in a quarter of one, before the picture itself.
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write("bomb\0".getBytes(StandardCharsets.US_ASCII));
    body.write(chunk.equals("iTXt") ? new byte[] {1, 0, 0, 0} : new byte[] {0});
    try (DeflaterOutputStream packed = new DeflaterOutputStream(body)) {
      for (int i = 0; i < 256; i++) {
        packed.write(new byte[1 << 20]);
      }
    }
    int afterHeader = 33;
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(picture, 0, afterHeader);
    CRC32 crc = new CRC32();
    crc.update(chunk.getBytes(StandardCharsets.US_ASCII));
    crc.update(body.toByteArray());
    png.write(ByteBuffer.allocate(4).putInt(body.size()).array());
    png.write(chunk.getBytes(StandardCharsets.US_ASCII));
    body.writeTo(png);
    png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    png.write(picture, afterHeader, picture.length - afterHeader);
    HttpResponse<byte[]> answer = upload(png.toByteArray());
    assertThat(answer.statusCode()).isIn(201, 422);
    assertThat(TestStudio.json(answer).path("detail").asText()).as("neither time nor memory ran out").doesNotContain("took longer", "needed more", "crashed");
    for (ProcessHandle worker : ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList()) {
      assertThat(peakMegabytes(worker)).as("memory of the process that looked at it").isLessThan(900);
    }
  }

  /** The most memory a process ever held; 0 where the system does not tell. */
  private static long peakMegabytes(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines.filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void too_many_bytes_are_refused_whether_announced_or_not() throws Exception {
    byte[] large = new byte[5 << 20];
    System.arraycopy(picture, 0, large, 0, picture.length);
    assertThat(upload(large).statusCode()).isEqualTo(413);
    HttpRequest.Builder chunked =
        studio.request("/v1/uploads").POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertThat(studio.send(chunked).statusCode()).isEqualTo(413);
    assertNoParts();
  }

  @Test
  void a_body_that_ends_early_leaves_nothing() throws Exception {
    int port = studio.studio.port();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(("POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      socket.setSoTimeout(120_000);
      RawRequest.untilClosed(socket);
    }
    assertNoParts();
  }

  @Test
  void names_are_only_shown_and_never_used() throws Exception {
    String nasty = "..%2F..%2Fetc%2F%0Apasswd%22%3B%24(x)%00-%E2%80%AE.png";
    HttpResponse<byte[]> answer = studio.post("/v1/uploads?name=" + nasty, picture);
    JsonNode upload = TestStudio.json(answer);
    assertThat(upload.get("name").asText()).doesNotContain("/", "\n", "\"", "..", "\u202e", "$").isNotBlank();
    assertThat(folder.resolve("uploads/" + upload.get("id").asText() + ".png")).exists();
    assertThat(studio.log()).as("each line of the log is the server's own").allMatch(line -> !line.get("event").asText().isBlank());
  }

  @Test
  void a_picture_without_a_face_is_told_so() throws Exception {
    BufferedImage grey = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(grey, "png", png);
    String id = studio.upload("x.png", png.toByteArray());
    HttpResponse<byte[]> answer = studio.post("/v1/portraits", "{\"upload\": \"" + id + "\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(TestStudio.json(answer).get("detail").asText()).startsWith("x.png shows no face");
  }

  @Test
  void mutated_files_each_get_an_answer() throws Exception {
    Random random = new Random(7);
    byte[] video = Files.readAllBytes(rendered());
    for (int i = 0; i < 40; i++) {
      byte[] mutated = mutate(random, i % 2 == 0 ? picture : video);
      HttpResponse<byte[]> answer = upload(mutated);
      assertThat(answer.statusCode()).as("mutation %d", i).isIn(201, 415, 422);
      if (answer.statusCode() == 201) {
        studio.send(studio.request("/v1/uploads/" + TestStudio.json(answer).get("id").asText()).DELETE());
      }
    }
    assertThat(studio.get("/healthz").statusCode()).isEqualTo(200);
    assertNoParts();
  }

  private static Path rendered() throws Exception {
    String job = studio.job(TestStudio.SMALL_JOB);
    studio.await(job, "done");
    return folder.resolve("jobs").resolve(job).resolve("result.mp4");
  }

  /** Flips bytes, cuts the end off, or repeats a part. */
  static byte[] mutate(Random random, byte[] original) {
    byte[] mutated = original.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int k = 0; k < 1 + random.nextInt(40); k++) {
          mutated[random.nextInt(Math.min(mutated.length, 4096))] = (byte) random.nextInt();
        }
      }
      case 1 -> mutated = Arrays.copyOf(mutated, 1 + random.nextInt(mutated.length));
      default -> {
        int from = random.nextInt(mutated.length / 2);
        System.arraycopy(mutated, from, mutated, random.nextInt(mutated.length / 2), mutated.length / 4);
      }
    }
    return mutated;
  }

  private static void assertNoParts() throws Exception {
    TestStudio.await("no upload is left half way", HostileUploadsTest::parts, List::isEmpty);
  }

  private static List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
