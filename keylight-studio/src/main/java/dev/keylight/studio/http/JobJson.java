package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.studio.queue.JobEvents;
import dev.keylight.studio.store.Job;
import java.time.Instant;
import java.util.Locale;

/** A job as clients see it. */
final class JobJson {
  static final ObjectMapper JSON = new ObjectMapper();

  private JobJson() {}

  static ObjectNode of(Job job, JobEvents.Live live) {
    boolean running = job.state() == Job.State.RUNNING;
    ObjectNode json = JSON.createObjectNode();
    json.put("id", job.id()).put("state", job.state().name().toLowerCase(Locale.ROOT)).put("position", job.position());
    json.put("createdAt", moment(job.createdAt())).put("startedAt", moment(job.startedAt())).put("finishedAt", moment(job.finishedAt()));
    json.put("framesDone", running ? live.done() : job.framesDone());
    json.put("framesTotal", running ? live.total() : job.framesTotal());
    if (running && live.secondsLeft() >= 0) {
      json.put("secondsLeft", Math.round(10 * live.secondsLeft()) / 10.0);
    }
    if (running && live.part() != null) {
      JobEvents.Part part = live.part();
      json.withObject("/part").put("what", part.what()).put("unit", part.unit()).put("done", part.done()).put("total", part.total());
    }
    if (running && live.preview() >= 0) {
      json.put("preview", "/v1/jobs/" + job.id() + "/preview?frame=" + live.preview());
    }
    json.set("notes", JSON.valueToTree(running ? live.notes() : job.notes()));
    if (job.error() != null) {
      json.put("error", job.error());
    }
    if (job.state() == Job.State.DONE && job.result() != null) {
      json.set("result", job.result());
      String format = job.spec().path("format").asText("mp4");
      boolean playable = format.equals("mp4") || format.equals("webm");
      json.withObject("/links")
          .put("result", link(job, format.equals("png") ? "result.zip" : "result." + format))
          .put("view", link(job, playable ? "result." + format : "view.mp4"))
          .put("poster", link(job, "poster.jpg"))
          .put("settings", link(job, "settings.json"))
          .put("recipe", link(job, "recipe.zip"));
    }
    json.set("spec", job.spec());
    return json;
  }

  private static String link(Job job, String artifact) {
    return "/v1/jobs/" + job.id() + "/artifacts/" + artifact;
  }

  private static String moment(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis).toString();
  }
}
