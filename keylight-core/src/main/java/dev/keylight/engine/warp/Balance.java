package dev.keylight.engine.warp;

import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;

/**
 * Makes a target light as bright on this face as its own was, to the eye: the mean of the encoded brightness is kept, not
 * of the linear one, since a face half in shadow would otherwise look darker than it was.
 */
final class Balance {
  private static final double EYE = 1 / 2.2;

  /** How much of the own light's colour contrast is disbelieved. */
  private static final float COLOUR_DOUBT = 0.7f;

  /** Exponents of the target's and the source's tint: eyes and cameras adapt to most of a light's colour. */
  private static final float TARGET_TINT = 0.55f;

  private static final float SOURCE_TINT = 0.25f;

  /** Lights that differ by less than this, both of length 1, are the same light fitted twice. */
  private static final float SAME_LIGHT = 0.12f;

  /** A lamp brought into a room does not put out the room's own light: this much of it stays under any target. */
  private static final float ROOM = 0.185f;

  private Balance() {}

  /**
   * The target as it would look through the white balance of the picture: its tint in part, against part of the tint the
   * picture was taken in.
   *
   * @param sourceTint mean colour of the portrait's own light, see {@link #tint}
   * @return at unit apparent brightness on this face
   */
  static SphericalHarmonics target(SphericalHarmonics target, float[] sourceTint, float[] normals) {
    float[] own = tint(target);
    float[] filter = new float[3];
    for (int c = 0; c < 3; c++) {
      filter[c] = (float) (Math.pow(own[c], TARGET_TINT - 1) / Math.pow(sourceTint[c], SOURCE_TINT));
    }
    SphericalHarmonics seen = target.tinted(filter[0], filter[1], filter[2]);
    return seen.scaled(1 / brightness(seen, normals));
  }

  /**
   * What falls on the portrait in the end.
   *
   * @param own the portrait's light, normalised
   * @param target from {@link #target}
   * @param strength 0 leaves the portrait's own light, 1 puts the target into its room, above 1 exaggerates
   * @param stops added to the whole in the end, as a camera would
   */
  static SphericalHarmonics mixed(SphericalHarmonics own, SphericalHarmonics target, float strength, float stops) {
    return own.mix(target, (1 - ROOM) * strength).scaled((float) Math.pow(2, stops));
  }

  /**
   * How far a target is from the light the portrait was taken in, whatever their strengths: 0 for its own, 1 for any that
   * looks different.
   */
  static float departure(SphericalHarmonics own, SphericalHarmonics target) {
    double dot = 0;
    double ownSquare = 1e-12;
    double targetSquare = 1e-12;
    for (int b = 0; b < SphericalHarmonics.BANDS; b++) {
      for (int c = 0; c < 3; c++) {
        dot += own.get(b, c) * target.get(b, c);
        ownSquare += own.get(b, c) * own.get(b, c);
        targetSquare += target.get(b, c) * target.get(b, c);
      }
    }
    double distance = Math.sqrt(Math.max(0, 2 - 2 * dot / Math.sqrt(ownSquare * targetSquare)));
    return HeadMesh.smoothstep(0.02f, SAME_LIGHT, (float) distance);
  }

  /** Mean colour of a light at luminance 1, each channel at least a tenth. */
  static float[] tint(SphericalHarmonics light) {
    float[] mean = light.meanShading();
    float grey = Math.max(1e-5f, light.meanBrightness());
    for (int c = 0; c < 3; c++) {
      mean[c] = Math.max(0.1f, mean[c] / grey);
    }
    return mean;
  }

  /**
   * The portrait's own light at unit brightness on this face, as the picture's white balance sees it: its overall tint is
   * taken out, since dividing by it would bleach a face that was painted or filmed warm while its room stays warm; and
   * most of its colour contrast, which a fit on skin knows poorly.
   */
  static SphericalHarmonics normalised(SphericalHarmonics light, float[] normals) {
    float[] luminance = light.luminance();
    float[] tint = tint(light);
    float[] c = new float[3 * SphericalHarmonics.BANDS];
    for (int b = 0; b < SphericalHarmonics.BANDS; b++) {
      for (int channel = 0; channel < 3; channel++) {
        float neutral = light.get(b, channel) / tint[channel];
        c[3 * b + channel] = neutral + COLOUR_DOUBT * (luminance[b] - neutral);
      }
    }
    SphericalHarmonics balanced = new SphericalHarmonics(c);
    return balanced.scaled(1 / brightness(balanced, normals));
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
