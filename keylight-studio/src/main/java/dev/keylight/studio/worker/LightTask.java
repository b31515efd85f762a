package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.pipeline.LightReader;
import java.io.IOException;

/** Reads a light: the nine coefficients of a name, a photo's face or a panorama. */
final class LightTask implements Worker.Task {
  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    try (LightReader lights = new LightReader(Progress.NONE)) {
      return harmonics(lights.read(Light.of(what.get("light").asText())).at(what.path("seconds").asDouble(0)));
    }
  }

  /** Nine rows of red, green, blue. */
  static ArrayNode harmonics(SphericalHarmonics light) {
    ArrayNode rows = Worker.JSON.createArrayNode();
    for (int band = 0; band < SphericalHarmonics.BANDS; band++) {
      rows.addArray().add(light.get(band, 0)).add(light.get(band, 1)).add(light.get(band, 2));
    }
    return rows;
  }

  /** Reads nine rows back. */
  static SphericalHarmonics harmonics(JsonNode rows) {
    float[] c = new float[3 * SphericalHarmonics.BANDS];
    for (int i = 0; i < c.length; i++) {
      c[i] = (float) rows.path(i / 3).path(i % 3).asDouble();
    }
    return new SphericalHarmonics(c);
  }
}
