package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.pipeline.DriverTrack;
import dev.keylight.pipeline.PortraitStudy;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The portraits and drivers a worker was asked about last: asking again costs nothing. */
final class Studies {
  private static final int KEPT = 3;
  private final Map<String, PortraitStudy> portraits = new LinkedHashMap<>(8, .75f, true);
  private final Map<String, DriverTrack> drivers = new LinkedHashMap<>(8, .75f, true);

  /** The study of {@code {"file", "face", "longSide"}}. */
  PortraitStudy portrait(JsonNode what) {
    PortraitStudy known = portraits.get(what.toString());
    if (known == null) {
      known =
          PortraitStudy.of(
              Path.of(what.get("file").asText()), what.path("face").asInt(0), what.get("longSide").asInt(), Progress.NONE);
      portraits.put(what.toString(), known);
      if (portraits.size() > KEPT) {
        Iterator<PortraitStudy> oldest = portraits.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
    }
    return known;
  }

  /** The track of {@code {"said", "face", "seconds", "copy", "copySide"}}. */
  DriverTrack driver(JsonNode what, Progress progress) {
    DriverTrack known = drivers.get(what.toString());
    if (known == null) {
      known =
          DriverTrack.of(
              Motion.of(what.get("said").asText()), what.path("face").asInt(0), what.get("seconds").asDouble(),
              Path.of(what.get("copy").asText()), what.get("copySide").asInt(), progress);
      drivers.put(what.toString(), known);
      if (drivers.size() > KEPT) {
        drivers.remove(drivers.keySet().iterator().next());
      }
    }
    return known;
  }
}
