package dev.keylight.engine.warp;

import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;

/**
 * Makes a target light as bright on this face as its own was, to the eye: the mean of the encoded brightness is kept, not
 * of the linear one, since a face half in shadow would otherwise look darker than it was.
 */
final class Balance {
  private static final double EYE = 1 / 2.2;

  private Balance() {}

  /** @return the target at the source's apparent brightness, raised by {@code stops} */
  static SphericalHarmonics of(SphericalHarmonics target, SphericalHarmonics source, float[] normals, float stops) {
    float factor = brightness(source, normals) / brightness(target, normals);
    return target.scaled((float) (factor * Math.pow(2, stops)));
  }

  /** The light at unit brightness on this face. */
  static SphericalHarmonics normalised(SphericalHarmonics light, float[] normals) {
    return light.scaled(1 / brightness(light, normals));
  }

  /** Apparent brightness of the part of the face the camera sees, as the linear shading of an evenly lit face. */
  static float brightness(SphericalHarmonics light, float[] normals) {
    ShadingQuadric quadric = ShadingQuadric.ofImageNormals(light);
    // The response is relative to the level that is sought: a few rounds settle it.
    float level = (float) Math.max(1e-4, light.meanBrightness());
    for (int round = 0; round < 6; round++) {
      level = Math.max(1e-4f, mean(quadric, normals, level));
    }
    return level;
  }

  private static float mean(ShadingQuadric quadric, float[] normals, float level) {
    double sum = 0;
    double weights = 0;
    for (int v = 0; v < 3 * HeadMesh.FACE_VERTICES; v += 3) {
      float facing = -normals[v + 2];
      if (facing <= 0.05f) {
        continue;
      }
      float luminance =
          0.2126f * quadric.shade(0, normals[v], normals[v + 1], normals[v + 2])
              + 0.7152f * quadric.shade(1, normals[v], normals[v + 1], normals[v + 2])
              + 0.0722f * quadric.shade(2, normals[v], normals[v + 1], normals[v + 2]);
      sum += facing * Math.pow(level * LightField.response(luminance / level), EYE);
      weights += facing;
    }
    return weights == 0 ? 1 : (float) Math.pow(sum / weights, 1 / EYE);
  }
}
