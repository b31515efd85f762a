package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.KeptEngine;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import dev.keylight.pipeline.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One portrait moved under one light, by {@link Animator} as on one machine. The engine stays open. */
final class AnimateItem implements ItemFunction {
  private final KeptEngine engine = new KeptEngine();

  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    Path portrait = Path.of(item.get("reference").asText());
    Motion motion = Motion.of(item.get("drive").asText());
    Light light = Light.of(item.get("light").asText());
    RenderOptions options =
        item.hasNonNull("options") ? JSON.treeToValue(item.get("options"), RenderOptions.class) : RenderOptions.DEFAULT;
    Path target = stage.resolve(item.get("file").asText());
    Files.createDirectories(target.getParent());
    ObjectNode facts = JSON.createObjectNode();
    Provenance plan = Renders.planAnimation(engine, portrait, motion, light, options);
    facts.put("settings", plan.settings());
    if (!Results.isWhole(target, plan)) {
      RenderReport report = new Animator(engine).animate(portrait, motion, light, target, options, Progress.NONE);
      facts.put("frames", report.frames()).put("width", report.width()).put("height", report.height())
          .put("heldFrames", report.heldFrames());
    }
    list(stage, target, facts.putArray("files"));
    return facts;
  }

  @Override
  public void close() {
    engine.close();
  }

  /** The result, what stands beside it, and last the sidecar, which says that all is there. */
  private static void list(Path stage, Path target, ArrayNode files) throws IOException {
    Path sidecar = Provenance.sidecarOf(target);
    try (Stream<Path> all = Files.walk(stage)) {
      all.filter(file -> !Files.isDirectory(file) && !file.equals(sidecar) && !file.startsWith(stage.resolve("inputs")))
          .sorted().forEach(file -> files.add(stage.relativize(file).toString()));
    }
    if (Files.exists(sidecar)) {
      files.add(stage.relativize(sidecar).toString());
    }
  }
}
