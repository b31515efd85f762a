package dev.keylight.studio.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Background;
import dev.keylight.BadInputException;
import dev.keylight.MotionOptions;
import dev.keylight.OutputOptions;
import dev.keylight.RenderOptions;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.motion.MotionTemplate;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a render may be asked for, and how a worker is told. */
public final class JobSpec {
  /** File formats by their names' endings; {@code png} is numbered pictures in a zip. */
  public static final List<String> FORMATS = List.of("mp4", "webm", "mov", "png");

  private static final Set<String> NAMES =
      Set.of("operation", "portrait", "driver", "light", "format", "options", "background", "page");
  private static final int LONGEST_PAGE = 64_000;

  private final Uploads uploads;
  private final Path data;

  public JobSpec(Uploads uploads, Path data) {
    this.uploads = uploads;
    this.data = data;
  }

  /**
   * Checks what a client wants without doing it.
   *
   * @return the task for a worker, without its folder
   * @throws BadInputException with a sentence on what is wrong
   */
  public ObjectNode task(JsonNode spec) {
    if (spec == null || !spec.isObject()) {
      throw new BadInputException("a job must be a JSON object with portrait, driver and light");
    }
    for (String name : (Iterable<String>) spec::fieldNames) {
      if (!NAMES.contains(name)) {
        throw new BadInputException("a job has only " + String.join(", ", NAMES.stream().sorted().toList()));
      }
    }
    if (spec.path("page").toString().length() > LONGEST_PAGE) {
      throw new BadInputException("the job's \"page\" is too long");
    }
    String operation = spec.path("operation").asText("animate");
    if (!Set.of("animate", "relight").contains(operation)) {
      throw new BadInputException("operation must be animate or relight");
    }
    ObjectNode task = Specs.JSON.createObjectNode().put("task", "render").put("operation", operation);
    ObjectNode names = task.putObject("names");
    Upload portrait = upload(spec.path("portrait"), "portrait");
    task.put("portrait", file(portrait, names));
    if (operation.equals("animate")) {
      require(portrait.kind() == Upload.Kind.PICTURE, "the portrait must be a picture");
      task.put("driver", driver(spec.path("driver"), names));
    }
    task.put("light", LightRequest.said(spec.path("light"), uploads, data));
    if (spec.path("light").has("upload")) {
      file(upload(spec.get("light"), "light"), names);
    }
    String format = spec.path("format").asText("mp4");
    require(FORMATS.contains(format), "format must be one of " + String.join(", ", FORMATS));
    task.put("format", format);
    task.set("options", Specs.JSON.valueToTree(options(spec, names)));
    return task;
  }

  private RenderOptions options(JsonNode spec, ObjectNode names) {
    JsonNode given = spec.path("options");
    ObjectNode own = given.isObject() ? given.deepCopy() : null;
    require(given.isMissingNode() || own != null, "options must be a JSON object");
    if (own != null) {
      require(!own.path("output").has("background"), "the background is said beside the options, not in them");
    }
    RenderOptions options = Specs.over(RenderOptions.DEFAULT, own, RenderOptions.class, "options");
    int face = spec.path("portrait").path("face").asInt(0);
    require(face >= 0 && face < 100, "the number of the face must be 0 to 99");
    require(
        options.engine().equals(RenderOptions.BEST_ENGINE)
            || provider(spec).filter(engine -> knows(engine, options.engine())).isPresent(),
        "there is no such engine; see /v1/engines");
    RenderOptions result = options.withFace(face);
    Background background = background(spec.path("background"), names);
    var o = result.output();
    var m = result.motion();
    return result
        .withOutput(
            new OutputOptions(
                o.longSide(), o.quality(), o.frameRate(), o.seconds(), o.audio(), o.compare(), false, background, true))
        .withMotion(
            new MotionOptions(
                m.alignment(), m.base(), m.retargeting(), spec.path("driver").path("face").asInt(0)));
  }

  /** The engine a job is for; empty when it leaves the choice to us. */
  static Optional<EngineProvider> provider(JsonNode spec) {
    String id = spec.path("options").path("engine").asText("").replaceAll(":.*", "");
    return Engines.all().stream().filter(provider -> provider.id().equals(id)).findFirst();
  }

  /** Whether an engine has the manner that is said after a colon. */
  private static boolean knows(EngineProvider engine, String said) {
    int colon = said.indexOf(':');
    return colon < 0 || engine.manners().contains(said.substring(colon + 1));
  }

  private Background background(JsonNode said, ObjectNode names) {
    if (said.isMissingNode() || said.isNull()) {
      return Background.KEEP;
    }
    if (said.has("upload")) {
      Upload upload = upload(said, "background");
      require(upload.kind() == Upload.Kind.PICTURE, "the background must be a picture");
      return new Background(Background.Kind.PICTURE, 0, Path.of(file(upload, names)));
    }
    String words = said.asText();
    require(
        words.matches("keep|transparent|#[0-9a-fA-F]{6}"),
        "the background must be keep, transparent, #rrggbb or {\"upload\": id}");
    return Background.of(words);
  }

  private String driver(JsonNode driver, ObjectNode names) {
    if (driver.has("template")) {
      String name = driver.get("template").asText();
      require(
          MotionTemplate.NAMES.contains(name), "there is no such template; there are " + String.join(", ", MotionTemplate.NAMES));
      return name;
    }
    Upload upload = upload(driver, "driver");
    require(
        upload.kind() == Upload.Kind.VIDEO || upload.kind() == Upload.Kind.PICTURE, "the driver must be a video or a picture");
    return file(upload, names);
  }

  private Upload upload(JsonNode node, String role) {
    require(node.has("upload"), "the " + role + " must name an upload: {\"upload\": id}");
    return uploads
        .find(node.get("upload").asText())
        .orElseThrow(() -> new BadInputException("the " + role + "'s upload is not here any more; upload it again"));
  }

  /** The upload's file as a worker finds it; what people call it is noted for messages. */
  private String file(Upload upload, ObjectNode names) {
    uploads.used(upload.id());
    String file = data.relativize(uploads.fileOf(upload)).toString();
    names.put(file, upload.name());
    return file;
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new BadInputException(sentence);
    }
  }
}
