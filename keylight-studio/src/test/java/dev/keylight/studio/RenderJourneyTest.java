package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file somebody gives to a video they take home. */
class RenderJourneyTest {
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

  @Test
  void an_uploaded_portrait_is_studied_and_rendered() throws Exception {
    byte[] picture = Files.readAllBytes(folder.resolve("uploads/example-portrait.png"));
    JsonNode upload = TestStudio.json(studio.post("/v1/uploads?name=Anna%20%26%20Ben.png", picture));
    assertThat(upload.get("kind").asText()).isEqualTo("picture");
    assertThat(upload.get("name").asText()).isEqualTo("Anna _ Ben.png");
    assertThat(upload.get("width").asInt()).isEqualTo(512);

    String id = upload.get("id").asText();
    JsonNode portrait = TestStudio.json(studio.post("/v1/portraits", "{\"upload\": \"" + id + "\"}"));
    assertThat(portrait.get("faces")).hasSize(1);
    assertThat(portrait.get("light")).hasSize(9);
    for (JsonNode file : portrait.get("files")) {
      assertThat(studio.get(file.asText()).statusCode()).as(file.asText()).isEqualTo(200);
    }

    String job = studio.job(TestStudio.SMALL_JOB.replace("example-portrait", id));
    JsonNode done = studio.await(job, "done");
    assertThat(done.path("result").path("frames").asInt()).isEqualTo(done.get("framesDone").asInt()).isGreaterThan(3);
    HttpResponse<byte[]> video = studio.get(done.at("/links/result").asText() + "?download");
    assertThat(video.headers().firstValue("Content-Disposition")).hasValueSatisfying(name -> assertThat(name).contains("Anna _ Ben-"));
    assertThat(new String(video.body(), 4, 4, StandardCharsets.ISO_8859_1)).isEqualTo("ftyp");
  }

  @Test
  void artefacts_come_in_parts_and_only_when_they_have_changed() throws Exception {
    JsonNode done = studio.await(studio.job(TestStudio.SMALL_JOB), "done");
    String link = done.at("/links/result").asText();
    HttpResponse<byte[]> whole = studio.get(link);
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    HttpResponse<byte[]> part = studio.send(studio.request(link).header("Range", "bytes=10-19"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 10, 20));
    HttpResponse<byte[]> tail = studio.send(studio.request(link).header("Range", "bytes=-5"));
    assertThat(tail.body()).isEqualTo(Arrays.copyOfRange(whole.body(), whole.body().length - 5, whole.body().length));
    assertThat(studio.send(studio.request(link).header("Range", "bytes=99999999-")).statusCode()).isEqualTo(416);
    assertThat(studio.send(studio.request(link).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    HttpResponse<byte[]> stale = studio.send(studio.request(link).header("Range", "bytes=0-1").header("If-Range", "\"old\""));
    assertThat(stale.statusCode()).isEqualTo(200);
  }

  @Test
  void a_recipe_holds_everything_under_plain_names() throws Exception {
    String spec = TestStudio.SMALL_JOB.replace("{\"said\": \"rembrandt\"}", "{\"keyframes\": [{\"at\": 0, \"said\": \"rembrandt\"}, {\"at\": 1, \"said\": \"noon\"}]}");
    JsonNode done = studio.await(studio.job(spec), "done");
    List<String> names = new ArrayList<>();
    String settings = "";
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(studio.get(done.at("/links/recipe").asText()).body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        settings = entry.getName().equals("settings.json") ? new String(zip.readAllBytes(), StandardCharsets.UTF_8) : settings;
      }
    }
    assertThat(names).containsExactlyInAnyOrder("settings.json", "reference.png", "light.json");
    assertThat(settings).contains("\"reference.png\"", "\"light.json\"").doesNotContain(folder.toString(), "uploads");
  }

  @Test
  void events_tell_of_a_render_until_it_is_over() throws Exception {
    String job = studio.job(TestStudio.SMALL_JOB);
    HttpResponse<byte[]> events = studio.send(studio.request("/v1/jobs/" + job + "/events").header("Accept", "text/event-stream"));
    String text = new String(events.body(), StandardCharsets.UTF_8);
    assertThat(text).contains("event: job").contains("\"state\":\"done\"");
  }

  @Test
  void events_that_there_are_not_are_refused() throws Exception {
    HttpResponse<byte[]> unknown = studio.send(studio.request("/v1/jobs/nobody-knows/events").header("Accept", "text/event-stream"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(TestStudio.json(unknown).get("detail").asText()).isEqualTo("there is no such job");
    assertThat(studio.get("/v1/jobs/nobody-knows/events").statusCode()).isEqualTo(404);
    String job = studio.job(TestStudio.SMALL_JOB);
    assertThat(studio.get("/v1/jobs/" + job + "/events").statusCode()).isEqualTo(406);
    studio.await(job, "done");
  }

  @Test
  void every_format_is_made() throws Exception {
    for (String format : new String[] {"webm", "mov", "png"}) {
      String spec = TestStudio.SMALL_JOB.replaceFirst("\\{", "{\"background\": \"transparent\", \"format\": \"" + format + "\", ");
      JsonNode done = studio.await(studio.job(spec), "done");
      assertThat(studio.get(done.at("/links/result").asText()).body().length).as(format).isGreaterThan(500);
      assertThat(studio.get(done.at("/links/view").asText()).statusCode()).as(format).isEqualTo(200);
      assertThat(studio.get(done.at("/links/settings").asText()).statusCode()).as(format).isEqualTo(200);
    }
  }

  @Test
  void the_same_key_gives_the_same_job() throws Exception {
    HttpRequest.Builder one = studio.request("/v1/jobs").header("Idempotency-Key", "k1").POST(HttpRequest.BodyPublishers.ofString(TestStudio.SMALL_JOB));
    String first = TestStudio.json(studio.send(one)).get("id").asText();
    assertThat(TestStudio.json(studio.send(one)).get("id").asText()).isEqualTo(first);
    HttpResponse<byte[]> other =
        studio.send(
            studio.request("/v1/jobs").header("Idempotency-Key", "k1")
                .POST(HttpRequest.BodyPublishers.ofString(TestStudio.SMALL_JOB.replace("talking", "nodding"))));
    assertThat(other.statusCode()).isEqualTo(422);
    studio.await(first, "done");
  }

  @Test
  void a_motion_says_where_every_vertex_goes() throws Exception {
    String asked = "{\"portrait\": {\"upload\": \"example-portrait\"}, \"driver\": {\"template\": \"nodding\"}, \"motion\": {\"retargeting\": {\"strength\": {\"pose\": 0.5}}}}";
    HttpResponse<byte[]> motion = studio.post("/v1/motions", asked);
    assertThat(motion.statusCode()).isEqualTo(200);
    ByteBuffer bytes = ByteBuffer.wrap(motion.body()).order(ByteOrder.LITTLE_ENDIAN);
    int vertices = bytes.getInt();
    int moments = bytes.getInt();
    assertThat(vertices).isGreaterThan(468);
    assertThat(motion.body()).hasSize(12 + moments * (40 + (9 * vertices + 3) / 4 * 4));
  }
}
