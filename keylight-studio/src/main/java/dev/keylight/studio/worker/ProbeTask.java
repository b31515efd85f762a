package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.HdrImage;
import dev.keylight.media.Limits;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.opencv.opencv_core.Mat;

/** Looks whether an upload is what it seems: reads its header, checks limits, and decodes its first picture. */
final class ProbeTask implements Worker.Task {
  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    Path file = Path.of(what.get("file").asText());
    ObjectNode result = Worker.JSON.createObjectNode();
    if (what.path("kind").asText().equals("panorama")) {
      try (Mat radiance = HdrImage.read(file)) {
        return result.put("width", radiance.cols()).put("height", radiance.rows()).put("seconds", 0).put("frames", 1);
      }
    }
    Limits limits =
        new Limits(what.get("maxPixels").asLong(), what.get("maxSeconds").asDouble(), what.get("maxFrames").asLong());
    try (FrameSource source = Media.open(file, limits);
        Frame first = source.next()) {
      MediaInfo info = source.info();
      if (first == null) {
        throw new BadInputException(file + " has no picture that can be decoded");
      }
      return result
          .put("still", info.still())
          .put("width", info.width())
          .put("height", info.height())
          .put("seconds", Math.max(0, info.seconds()))
          .put("frames", Math.max(info.still() ? 1 : 0, info.frameCount()))
          .put("audio", info.hasAudio());
    }
  }
}
