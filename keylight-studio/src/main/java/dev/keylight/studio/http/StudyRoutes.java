package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.MotionOptions;
import dev.keylight.motion.MotionTemplate;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.queue.LightRequest;
import dev.keylight.studio.queue.Specs;
import dev.keylight.studio.store.Ids;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import dev.keylight.studio.worker.Interactive;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the page asks before anything is rendered: where the face is, what a light is, where a driver takes the face. Answers
 * that cost something are kept beside the upload.
 */
final class StudyRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  /** The page's stage; larger portraits are studied at this size. */
  private static final int PORTRAIT_SIDE = 896;

  private static final int COPY_SIDE = 480;
  /** How much of a driver can be scrubbed. */
  private static final double SCRUBBED_SECONDS = 20;

  private static final Map<String, String> TYPES =
      Map.of(
          "albedo.png", "image/png", "background.jpg", "image/jpeg", "picture.jpg", "image/jpeg", "scene.bin",
          "application/octet-stream", "copy.mp4", "video/mp4");

  private final Uploads uploads;
  private final Interactive worker;
  private final StudioOptions options;

  StudyRoutes(Uploads uploads, Interactive worker, StudioOptions options) {
    this.uploads = uploads;
    this.worker = worker;
    this.options = options;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/portraits", this::portrait);
    routes.post("/v1/drivers", this::driver);
    routes.post("/v1/motions", this::motion);
    routes.post("/v1/lights", this::light);
    routes.get("/v1/uploads/{upload}/studies/{study}/{file}", this::file);
  }

  private void portrait(Context ctx) throws IOException {
    JsonNode asked = JSON.readTree(ctx.body());
    Upload upload = picture(asked, "portrait");
    int face = face(asked);
    Path folder = uploads.studiesOf(upload).resolve("portrait-" + face);
    JsonNode known = folder.resolve("portrait.json").toFile().isFile() ? JSON.readTree(folder.resolve("portrait.json").toFile()) : null;
    if (known == null) {
      ObjectNode task = JSON.createObjectNode().put("task", "portrait").put("folder", relative(folder));
      task.set("portrait", portraitStudy(upload, face));
      known = worker.call(named(task, upload), PATIENCE);
    }
    ObjectNode answer = known.deepCopy();
    answer.put("upload", upload.id()).put("face", face);
    for (String file : new String[] {"albedo.png", "background.jpg", "picture.jpg", "scene.bin"}) {
      answer.withObject("/files").put(file.substring(0, file.indexOf('.')), url(upload, "portrait-" + face, file));
    }
    uploads.used(upload.id());
    ctx.json(answer);
  }

  private void driver(Context ctx) throws IOException {
    JsonNode asked = JSON.readTree(ctx.body());
    ObjectNode task = JSON.createObjectNode().put("task", "driver");
    ObjectNode study = driverStudy(asked);
    task.set("driver", study);
    Upload upload = asked.has("template") ? null : upload(asked, "driver");
    ObjectNode answer = (ObjectNode) worker.call(upload == null ? task : named(task, upload), PATIENCE);
    if (answer.path("copy").asBoolean()) {
      answer.put("copy", url(upload, "driver-" + face(asked), "copy.mp4"));
    } else {
      answer.remove("copy");
    }
    ctx.json(answer);
  }

  private void motion(Context ctx) throws IOException {
    JsonNode asked = JSON.readTree(ctx.body());
    Upload portrait = picture(asked.path("portrait"), "portrait");
    Path file = options.data().resolve("tmp").resolve("motion-" + Ids.next() + ".bin");
    ObjectNode task = JSON.createObjectNode().put("task", "motion").put("file", relative(file));
    task.set("portrait", portraitStudy(portrait, face(asked.path("portrait"))));
    task.set("driver", driverStudy(asked.path("driver")));
    task.set(
        "motion",
        JSON.valueToTree(Specs.over(MotionOptions.DEFAULT, asked.get("motion"), MotionOptions.class, "motion")));
    if (asked.path("driver").has("upload")) {
      named(task, upload(asked.get("driver"), "driver"));
    }
    try {
      worker.call(named(task, portrait), PATIENCE);
      ctx.contentType("application/octet-stream").result(Files.readAllBytes(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void light(Context ctx) throws IOException {
    JsonNode asked = JSON.readTree(ctx.body());
    ObjectNode task = JSON.createObjectNode().put("task", "light");
    task.put("light", LightRequest.said(asked, uploads, options.data().toAbsolutePath()));
    task.put("seconds", asked.path("at").asDouble(0));
    ObjectNode answer = JSON.createObjectNode();
    answer.set("sh", worker.call(asked.has("upload") ? named(task, upload(asked, "light")) : task, PATIENCE));
    ctx.json(answer.put("convention", "deca"));
  }

  private void file(Context ctx) throws IOException {
    Upload upload = UploadRoutes.find(ctx, uploads);
    String study = ctx.pathParam("study");
    String type = TYPES.get(ctx.pathParam("file"));
    if (!study.matches("(portrait|driver)-\\d{1,2}") || type == null) {
      throw Problem.notFound("file");
    }
    FileAnswer.send(ctx, uploads.studiesOf(upload).resolve(study).resolve(ctx.pathParam("file")), type, null);
  }

  private ObjectNode portraitStudy(Upload upload, int face) {
    return JSON.createObjectNode()
        .put("file", relative(uploads.fileOf(upload)))
        .put("face", face)
        .put("longSide", PORTRAIT_SIDE);
  }

  private ObjectNode driverStudy(JsonNode asked) throws IOException {
    ObjectNode study = JSON.createObjectNode().put("face", face(asked)).put("seconds", SCRUBBED_SECONDS).put("copySide", COPY_SIDE);
    if (asked.has("template")) {
      String name = asked.get("template").asText();
      if (!MotionTemplate.NAMES.contains(name)) {
        throw new BadInputException("there is no such template; there are " + String.join(", ", MotionTemplate.NAMES));
      }
      return study.put("said", name).put("copy", "tmp/none.mp4");
    }
    Upload upload = upload(asked, "driver");
    if (upload.kind() != Upload.Kind.VIDEO && upload.kind() != Upload.Kind.PICTURE) {
      throw new BadInputException("the driver must be a video, a picture or a template");
    }
    Path folder = Files.createDirectories(uploads.studiesOf(upload).resolve("driver-" + face(asked)));
    return study.put("said", relative(uploads.fileOf(upload))).put("copy", relative(folder.resolve("copy.mp4")));
  }

  private Upload picture(JsonNode asked, String role) {
    Upload upload = upload(asked, role);
    if (upload.kind() != Upload.Kind.PICTURE) {
      throw new BadInputException("the " + role + " must be a picture");
    }
    return upload;
  }

  private Upload upload(JsonNode asked, String role) {
    return uploads
        .find(asked.path("upload").asText())
        .orElseThrow(() -> new BadInputException("the " + role + "'s upload is not here any more; upload it again"));
  }

  private static int face(JsonNode asked) {
    int face = asked.path("face").asInt(0);
    if (face < 0 || face > 99) {
      throw new BadInputException("the number of the face must be 0 to 99");
    }
    return face;
  }

  private ObjectNode named(ObjectNode task, Upload upload) {
    task.withObject("/names").put(relative(uploads.fileOf(upload)), upload.name());
    return task;
  }

  private String relative(Path file) {
    return options.data().toAbsolutePath().relativize(file.toAbsolutePath()).toString();
  }

  private static String url(Upload upload, String study, String file) {
    return "/v1/uploads/" + upload.id() + "/studies/" + study + "/" + file;
  }
}
