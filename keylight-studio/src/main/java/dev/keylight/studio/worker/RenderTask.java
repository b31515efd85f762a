package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.studio.store.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Renders one job into its work folder. */
final class RenderTask implements Worker.Task {
  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    Path work = Path.of(what.get("work").asText());
    Folders.delete(work);
    Files.createDirectories(work);
    RenderOptions options = Worker.JSON.treeToValue(what.get("options"), RenderOptions.class);
    Light light = Light.of(what.get("light").asText());
    Path portrait = Path.of(what.get("portrait").asText());
    String format = what.get("format").asText();
    boolean numbered = format.equals("png");
    Path target = work.resolve(numbered ? "frames" : "result." + format);
    boolean playable = format.equals("mp4") || format.equals("webm");
    RenderReport report;
    try (RenderViews views = new RenderViews(work, playable ? null : "view.mp4", what, server)) {
      Animator animator = new Animator();
      report =
          what.path("operation").asText().equals("relight")
              ? animator.relight(portrait, light, target, options, views)
              : animator.animate(portrait, Motion.of(what.get("driver").asText()), light, target, options, views);
      views.finish();
    }
    if (numbered) {
      ZipFolder.pack(target, work.resolve("result.zip"));
      Files.move(work.resolve("frames.json"), work.resolve("result.zip.json"));
      Folders.delete(target);
    }
    ObjectNode result = Worker.JSON.createObjectNode();
    return result
        .put("frames", report.frames())
        .put("width", report.width())
        .put("height", report.height())
        .put("heldFrames", report.heldFrames())
        .put("engine", report.provenance().engine().id());
  }
}
