package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * How to make a result again elsewhere: the settings file with people's own names of the inputs instead of this machine's,
 * and a zip in which {@code keylight animate --settings settings.json} finds all of them.
 */
final class Recipes {
  private final Jobs jobs;
  private final Uploads uploads;
  private final Path data;

  Recipes(Jobs jobs, Uploads uploads, StudioOptions options) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.data = options.data();
  }

  /** A name to save an artefact under: the portrait's, and what it is. */
  String nameOf(Job job, String artifact) {
    String portrait =
        uploads.find(job.spec().path("portrait").path("upload").asText()).map(Upload::name).orElse("keylight");
    int dot = portrait.lastIndexOf('.');
    return (dot > 0 ? portrait.substring(0, dot) : portrait) + "-" + job.position() + artifact.substring(artifact.lastIndexOf('.'));
  }

  void settings(Context ctx, Job job) throws IOException {
    ctx.header("Content-Disposition", "attachment; filename=\"settings.json\"");
    ctx.json(settings(job, new LinkedHashMap<>()));
  }

  void recipe(Context ctx, Job job) throws IOException {
    Map<Path, String> inputs = new LinkedHashMap<>();
    JsonNode settings = settings(job, inputs);
    ctx.contentType("application/zip").header("Content-Disposition", "attachment; filename=\"recipe-" + job.position() + ".zip\"");
    OutputStream out = ctx.outputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("settings.json"));
      zip.write(settings.toPrettyString().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      for (Map.Entry<Path, String> input : inputs.entrySet()) {
        if (Files.exists(input.getKey())) {
          zip.putNextEntry(new ZipEntry(input.getValue()));
          Files.copy(input.getKey(), zip);
          zip.closeEntry();
        }
      }
    }
  }

  /**
   * @param inputs receives the files that the settings speak of, and their names there
   */
  private JsonNode settings(Job job, Map<Path, String> inputs) throws IOException {
    String format = job.spec().path("format").asText("mp4");
    Path sidecar = jobs.folderOf(job.id()).resolve("result." + (format.equals("png") ? "zip" : format) + ".json");
    if (!Files.exists(sidecar)) {
      throw Problem.notFound("settings file");
    }
    ObjectNode settings = (ObjectNode) JobJson.JSON.readTree(sidecar.toFile());
    for (Map.Entry<String, JsonNode> input : settings.path("inputs").properties()) {
      ObjectNode one = (ObjectNode) input.getValue();
      if (one.has("sha256")) {
        one.put("said", renamed(one.get("said").asText(), input.getKey(), inputs));
      }
    }
    JsonNode background = settings.path("options").path("output").path("background");
    if (background.asText().startsWith("uploads")) {
      settings.withObject("/options/output").put("background", renamed(background.asText(), "background", inputs));
    }
    return settings;
  }

  /** {@code follow:@uploads/x.mp4} keeps what stands before the file. */
  private String renamed(String said, String role, Map<Path, String> inputs) {
    int start = Math.max(said.lastIndexOf(':'), said.lastIndexOf('@')) + 1;
    String file = said.substring(start);
    String name = role + file.substring(file.lastIndexOf('.'));
    inputs.put(data.resolve(file), name);
    return said.substring(0, start) + name;
  }
}
