package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.light.LightJson;
import dev.keylight.studio.EventLog;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.queue.Retention;
import dev.keylight.studio.store.Ids;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import dev.keylight.studio.worker.Interactive;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** Takes files: the request's body is the file, streamed to the disk, counted, sniffed, and looked at by a worker. */
final class UploadRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 32;
  private static final int LONGEST_NAME = 120;
  private static final long LIGHT_BYTES = 1 << 20;
  private static final long SPARE_DISK = 512L << 20;
  private static final Duration PROBE = Duration.ofSeconds(30);

  private final Uploads uploads;
  private final Retention retention;
  private final Interactive worker;
  private final StudioOptions options;
  private final EventLog log;
  private final TaggedAnswers answers;
  private final Semaphore places = new Semaphore(AT_ONCE);

  UploadRoutes(Uploads uploads, Retention retention, Interactive worker, StudioOptions options, EventLog log, TaggedAnswers answers) {
    this.uploads = uploads;
    this.retention = retention;
    this.worker = worker;
    this.options = options;
    this.log = log;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/uploads", this::upload);
    routes.get(
        "/v1/uploads",
        ctx ->
            answers.send(
                ctx, "uploads", Long.toString(uploads.revision()),
                () -> JSON.valueToTree(uploads.all().stream().map(UploadRoutes::json).toList())));
    routes.get("/v1/uploads/{upload}", ctx -> ctx.json(json(find(ctx, uploads))));
    routes.delete("/v1/uploads/{upload}", this::remove);
  }

  static Upload find(Context ctx, Uploads uploads) {
    return uploads.find(ctx.pathParam("upload")).orElseThrow(() -> Problem.notFound("upload"));
  }

  private void upload(Context ctx) throws IOException {
    String client = Clients.of(ctx);
    if (ctx.req().getContentLengthLong() > options.uploadBytes()) {
      throw tooLarge();
    }
    if (uploads.countOf(client) >= options.uploadsPerClient()) {
      throw new Problem(429, "too-many-uploads", "you have " + options.uploadsPerClient() + " files here; delete some first", 60);
    }
    if (Files.getFileStore(options.data()).getUsableSpace() < SPARE_DISK + Math.max(0, ctx.req().getContentLengthLong())) {
      throw new Problem(507, "disk-full", "the disk is nearly full; make room first");
    }
    if (!places.tryAcquire()) {
      throw new Problem(503, "busy", "too many files are on their way; try again in a few seconds", 3);
    }
    String id = Ids.next();
    Path part = uploads.partOf(id);
    try {
      String sha256 = receive(ctx.req().getInputStream(), part);
      Upload upload = look(id, name(ctx), part, sha256);
      Files.move(part, uploads.fileOf(upload), StandardCopyOption.ATOMIC_MOVE);
      uploads.add(upload, client);
      retention.enforce(id, upload.bytes());
      log.say("upload", "upload", id, "kind", upload.kind().name(), "bytes", upload.bytes());
      ctx.status(201).header("Location", "/v1/uploads/" + id).json(json(upload));
    } finally {
      places.release();
      Files.deleteIfExists(part);
    }
  }

  private String receive(InputStream body, Path part) throws IOException {
    MessageDigest digest = digest();
    long count = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream file = Files.newOutputStream(part);
        OutputStream out = new DigestOutputStream(file, digest)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        count += read;
        if (count > options.uploadBytes()) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
    }
    if (count == 0) {
      throw new Problem(400, "empty", "the file is empty; send it as the request's body");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Upload look(String id, String name, Path part, String sha256) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(part)) {
      head = in.readNBytes(Sniffed.BYTES);
    }
    Sniffed sniffed = Sniffed.of(head);
    if (sniffed == null) {
      throw new Problem(
          415, "unknown-kind",
          "this is no file the studio can use; give a picture (PNG, JPEG, WebP, TIFF), a video (MP4, MOV, WebM, MKV, AVI),"
              + " a panorama (HDR, EXR) or light JSON");
    }
    long bytes = Files.size(part);
    if (sniffed.kind() == Upload.Kind.LIGHT) {
      return light(id, name, part, sha256, bytes);
    }
    ObjectNode task = JSON.createObjectNode().put("task", "probe").put("kind", sniffed.kind().name().toLowerCase(Locale.ROOT));
    String file = options.data().relativize(part).toString();
    task.put("file", file).put("maxPixels", 1_000_000L * options.megapixels());
    task.put("maxSeconds", options.seconds()).put("maxFrames", 120L * options.seconds());
    task.putObject("names").put(file, name);
    JsonNode found = worker.call(task, PROBE);
    if (sniffed.kind() == Upload.Kind.PICTURE && !found.path("still").asBoolean()) {
      throw new Problem(422, "bad-input", name + " is an animated picture; give a still one or a video");
    }
    return new Upload(
        id, name, sniffed.kind(), sniffed.extension(), bytes, sha256, found.path("width").asInt(), found.path("height").asInt(),
        found.path("seconds").asDouble(), found.path("frames").asLong(), found.path("audio").asBoolean(), false,
        System.currentTimeMillis());
  }

  /** Light JSON may hold numbers only: words in it could name files. */
  private static Upload light(String id, String name, Path part, String sha256, long bytes) throws IOException {
    if (bytes > LIGHT_BYTES) {
      throw tooLarge();
    }
    String text = Files.readString(part, StandardCharsets.ISO_8859_1);
    LightJson.read(text, name);
    if (JSON.readTree(text).has("keyframes")) {
      throw new Problem(422, "bad-input", "keyframes are given with the job, not as a file");
    }
    return new Upload(
        id, name, Upload.Kind.LIGHT, "json", bytes, sha256, 0, 0, 0, 0, false, false, System.currentTimeMillis());
  }

  private void remove(Context ctx) throws IOException {
    Upload upload = find(ctx, uploads);
    if (upload.pinned() || retention.needed().contains(upload.id())) {
      throw new Problem(409, "in-use", "this file is needed by a render that waits or runs, or belongs to the studio");
    }
    uploads.remove(upload);
    ctx.status(204);
  }

  /** What the client calls its file: shown to people, cut short, without anything that is not a letter or a plain sign. */
  private static String name(Context ctx) {
    String given = ctx.queryParam("name") == null ? "file" : ctx.queryParam("name");
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("[^\\p{L}\\p{N} ._()+@=,-]", "_").strip();
    // A name of dots only, or one that starts like an option, would be trouble for whoever downloads it.
    clean = clean.replaceAll("^[.\\s-]+", "");
    int[] points = clean.codePoints().toArray();
    String cut = new String(points, 0, Math.min(points.length, LONGEST_NAME));
    return cut.isEmpty() ? "file" : cut;
  }

  static ObjectNode json(Upload upload) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", upload.id()).put("name", upload.name()).put("kind", upload.kind().name().toLowerCase(Locale.ROOT));
    json.put("bytes", upload.bytes()).put("sha256", upload.sha256());
    json.put("width", upload.width()).put("height", upload.height()).put("seconds", upload.seconds());
    json.put("frames", upload.frames()).put("audio", upload.audio()).put("example", upload.pinned());
    return json.put("createdAt", Instant.ofEpochMilli(upload.createdAt()).toString());
  }

  private static Problem tooLarge() {
    return new Problem(413, "too-large", "the file is larger than the studio takes");
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
