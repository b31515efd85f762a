package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.studio.queue.EngineCosts;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.worker.WorkerLimits;
import dev.keylight.studio.worker.WorkerProcess;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What a render will take here: from earlier renders where there were some, else from the engine's own plan. */
final class PlanRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_FRAMES = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EngineCosts costs;
  private final Path data;

  PlanRoutes(EngineCosts costs, StudioOptions options) {
    this.costs = costs;
    this.data = options.data();
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/plans", this::plan);
  }

  private void plan(Context ctx) throws IOException {
    JsonNode asked = JSON.readTree(ctx.body());
    String said = asked.path("engine").asText();
    int frames = asked.path("frames").asInt();
    if (frames < 1 || frames > MOST_FRAMES) {
      throw new BadInputException("frames must be 1 to " + MOST_FRAMES);
    }
    String id = said.replaceAll(":.*", "");
    String manner = said.contains(":") ? said.substring(said.indexOf(':') + 1) : "";
    EngineProvider engine =
        Engines.all().stream()
            .filter(provider -> provider.id().equals(id) && (manner.isEmpty() || provider.manners().contains(manner)))
            .filter(provider -> provider.missing().isEmpty())
            .findFirst()
            .orElseThrow(() -> new BadInputException("there is no such engine here; see /v1/engines"));
    int side = engine.workingSide().orElse(0);
    double megapixels = side > 0 ? (double) side * side / 1e6 : size(asked);
    EngineCosts.Cost known = costs.of(said);
    if (known.renders() > 0 || side == 0) {
      ctx.json(
          JSON.createObjectNode().put("fits", true).put("seconds", frames * megapixels * known.secondsPerMegapixel())
              .put("megabytes", known.megabytes()).put("measured", known.renders() > 0));
      return;
    }
    ObjectNode task = JSON.createObjectNode().put("task", "plan").put("engine", id).put("manner", manner).put("frames", frames);
    ctx.json(asked(task).put("measured", false));
  }

  /** Asks the engine in a worker as its renders have, which ends afterwards: a model's libraries are large. */
  private synchronized ObjectNode asked(ObjectNode task) throws IOException {
    try (WorkerProcess worker = WorkerProcess.start(WorkerLimits.MODEL, data, "worker-plan")) {
      return (ObjectNode) worker.call(task, event -> {}, PATIENCE);
    }
  }

  private static double size(JsonNode asked) {
    int width = asked.path("width").asInt(512);
    int height = asked.path("height").asInt(512);
    if (width < 1 || height < 1 || width > 65_535 || height > 65_535) {
      throw new BadInputException("width and height must be 1 to 65535");
    }
    return (double) width * height / 1e6;
  }
}
