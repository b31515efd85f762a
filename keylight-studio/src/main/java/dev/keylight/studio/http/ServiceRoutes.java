package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Keylight;
import dev.keylight.RenderOptions;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.motion.MotionTemplate;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.queue.EngineCosts;
import dev.keylight.studio.queue.JobSpec;
import dev.keylight.studio.queue.Retention;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** What the studio is and how it is: engines, lights, templates, limits; health, readiness, metrics, the API's description. */
final class ServiceRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final StudioOptions options;
  private final Jobs jobs;
  private final EngineCosts costs;
  private final Retention retention;
  private final Metrics metrics;

  ServiceRoutes(StudioOptions options, Jobs jobs, EngineCosts costs, Retention retention, Metrics metrics) {
    this.options = options;
    this.jobs = jobs;
    this.costs = costs;
    this.retention = retention;
    this.metrics = metrics;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/studio", ctx -> ctx.json(studio()));
    routes.get("/v1/engines", ctx -> ctx.json(engines()));
    routes.get("/v1/lights", ctx -> ctx.json(lights()));
    routes.get("/openapi.json", ServiceRoutes::description);
    routes.get("/healthz", ctx -> ctx.json(JSON.createObjectNode().put("status", "ok").put("version", Keylight.version())));
    routes.get("/readyz", this::ready);
    routes.get("/metrics", this::measures);
  }

  private ObjectNode studio() {
    ObjectNode studio = JSON.createObjectNode().put("version", Keylight.version());
    studio.set("templates", JSON.valueToTree(MotionTemplate.NAMES));
    studio.set("formats", JSON.valueToTree(JobSpec.FORMATS));
    studio.set("defaults", JSON.valueToTree(RenderOptions.DEFAULT));
    studio.withObject("/limits")
        .put("uploadBytes", options.uploadBytes())
        .put("megapixels", options.megapixels())
        .put("seconds", options.seconds())
        .put("queueLength", options.queueLength())
        .put("jobsPerClient", options.jobsPerClient());
    return studio;
  }

  private ArrayNode engines() {
    ArrayNode all = JSON.createArrayNode();
    for (EngineProvider provider : Engines.all()) {
      EngineCosts.Cost cost = costs.of(provider.id());
      ObjectNode engine = all.addObject().put("id", provider.id()).put("description", provider.description());
      engine.put("ready", provider.missing().isEmpty());
      // People's folders are nobody else's business.
      provider.missing().ifPresent(missing -> engine.put("missing", missing.replace(System.getProperty("user.home"), "~")));
      engine.set("manners", JSON.valueToTree(provider.manners()));
      provider.workingSide().ifPresent(side -> engine.put("side", side));
      engine.put("secondsPerMegapixel", cost.secondsPerMegapixel()).put("megabytes", cost.megabytes());
      engine.put("measured", cost.renders() > 0);
    }
    return all;
  }

  private static ArrayNode lights() {
    ArrayNode all = JSON.createArrayNode();
    for (String name : NamedLights.baseNames()) {
      SphericalHarmonics light = NamedLights.of(name);
      ObjectNode one =
          all.addObject()
              .put("name", name)
              .put("description", NamedLights.story(name))
              .put("sides", NamedLights.knows(name + "-right"));
      ArrayNode rows = one.putArray("sh");
      for (int band = 0; band < SphericalHarmonics.BANDS; band++) {
        rows.addArray().add(light.get(band, 0)).add(light.get(band, 1)).add(light.get(band, 2));
      }
    }
    return all;
  }

  private static void description(Context ctx) throws IOException {
    try (InputStream in = ServiceRoutes.class.getResourceAsStream("/dev/keylight/studio/openapi.json")) {
      ctx.contentType("application/json").result(in.readAllBytes());
    }
  }

  private void ready(Context ctx) {
    if (jobs.count(Job.State.QUEUED) >= options.queueLength()) {
      throw new Problem(503, "queue-full", "the queue is full", 20);
    }
    ctx.json(JSON.createObjectNode().put("status", "ready"));
  }

  private void measures(Context ctx) throws IOException {
    for (Job.State state : List.of(Job.State.values())) {
      metrics.gauge("keylight_jobs{state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"}", jobs.count(state));
    }
    metrics.gauge("keylight_disk_bytes", retention.used());
    metrics.gauge("keylight_disk_budget_bytes", options.diskBytes());
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text());
  }
}
