package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.keylight.studio.queue.JobEvents;
import dev.keylight.studio.queue.RenderQueue;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;

/** Renders as jobs: make, look, cancel, resume, take home. */
final class JobRoutes {
  private static final int LONGEST_SPEC = 512 << 10;
  private static final Map<String, String> TYPES =
      Map.of(
          "result.mp4", "video/mp4", "result.webm", "video/webm", "result.mov", "video/quicktime", "result.zip",
          "application/zip", "view.mp4", "video/mp4", "poster.jpg", "image/jpeg");

  private final Jobs jobs;
  private final JobEvents events;
  private final RenderQueue queue;
  private final Recipes recipes;
  private final TaggedAnswers answers;

  JobRoutes(Jobs jobs, JobEvents events, RenderQueue queue, Recipes recipes, TaggedAnswers answers) {
    this.jobs = jobs;
    this.events = events;
    this.queue = queue;
    this.recipes = recipes;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/jobs", this::submit);
    routes.get("/v1/jobs", this::list);
    routes.get("/v1/jobs/{job}", this::look);
    routes.delete("/v1/jobs/{job}", this::cancel);
    routes.post("/v1/jobs/{job}/resume", this::resume);
    routes.get("/v1/jobs/{job}/preview", this::preview);
    routes.get("/v1/jobs/{job}/artifacts/{artifact}", this::artifact);
  }

  Job find(Context ctx) {
    return jobs.find(ctx.pathParam("job")).orElseThrow(() -> Problem.notFound("job"));
  }

  private JsonNode json(Job job) {
    return JobJson.of(job, events.of(job.id()));
  }

  /** What polling clients ask for. */
  private void look(Context ctx) {
    String id = ctx.pathParam("job");
    String version = jobs.revision() + "." + events.of(id).version();
    Job job = find(ctx);
    answers.send(ctx, "job " + id, version, () -> json(job));
  }

  private void submit(Context ctx) throws IOException {
    String key = ctx.header("Idempotency-Key");
    if (key != null && (key.isBlank() || key.length() > 200)) {
      throw new Problem(400, "bad-key", "an Idempotency-Key has 1 to 200 characters");
    }
    String body = ctx.body();
    if (body.length() > LONGEST_SPEC) {
      throw new Problem(413, "too-large", "a job's description is at most half a megabyte");
    }
    Job job = queue.submit(JobJson.JSON.readTree(body), Clients.of(ctx), key);
    ctx.status(201).header("Location", "/v1/jobs/" + job.id()).json(json(job));
  }

  private void list(Context ctx) {
    int count = number(ctx.queryParam("limit"), 50, 1, 200);
    int before = number(ctx.queryParam("before"), Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
    String version = jobs.revision() + "." + events.newest();
    answers.send(
        ctx, "jobs " + count + " " + before, version,
        () -> {
          ArrayNode all = JobJson.JSON.createArrayNode();
          jobs.newest(count, before).forEach(job -> all.add(json(job)));
          return all;
        });
  }

  /** What waits or runs is cancelled; what is over is forgotten. */
  private void cancel(Context ctx) throws IOException {
    Job job = find(ctx);
    if (!queue.cancel(job.id())) {
      jobs.remove(jobs.find(job.id()).orElse(job));
      ctx.status(204);
      return;
    }
    ctx.json(json(find(ctx)));
  }

  private void resume(Context ctx) {
    if (!queue.resume(find(ctx))) {
      throw new Problem(409, "not-resumable", "only renders that failed or were cancelled can be started again");
    }
    ctx.json(json(find(ctx)));
  }

  private void preview(Context ctx) throws IOException {
    FileAnswer.send(
        ctx, queue.preview(find(ctx).id()).orElseThrow(() -> Problem.notFound("preview")), "image/jpeg", null);
  }

  private void artifact(Context ctx) throws IOException {
    Job job = find(ctx);
    String name = ctx.pathParam("artifact");
    if (job.state() != Job.State.DONE) {
      throw Problem.notFound("artifact; the render is not finished");
    }
    switch (name) {
      case "settings.json" -> recipes.settings(ctx, job);
      case "recipe.zip" -> recipes.recipe(ctx, job);
      default -> {
        String type = TYPES.get(name);
        if (type == null) {
          throw Problem.notFound("artifact");
        }
        boolean save = ctx.queryParam("download") != null;
        FileAnswer.send(ctx, jobs.folderOf(job.id()).resolve(name), type, save ? recipes.nameOf(job, name) : null);
      }
    }
  }

  static int number(String text, int otherwise, int low, int high) {
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new Problem(400, "bad-number", "a number in the query is not one that makes sense");
  }
}
