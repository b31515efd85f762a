package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Progress;
import dev.keylight.motion.MotionFrame;
import dev.keylight.pipeline.DriverTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tracks a driver and leaves a small copy of it for looking at. */
final class DriverTask implements Worker.Task {
  private final Studies studies;

  DriverTask(Studies studies) {
    this.studies = studies;
  }

  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    DriverTrack track = studies.driver(what.get("driver"), Progress.NONE);
    ObjectNode result = Worker.JSON.createObjectNode();
    double last = track.moments().isEmpty() ? 0 : track.moments().get(track.moments().size() - 1).seconds();
    return result
        .put("frames", track.moments().size())
        .put("framesWithFace", track.moments().stream().filter(MotionFrame::present).count())
        .put("seconds", last + 1 / track.framesPerSecond())
        .put("framesPerSecond", track.framesPerSecond())
        .put("width", track.width())
        .put("height", track.height())
        .put("copy", Files.exists(Path.of(what.get("driver").get("copy").asText())));
  }
}
