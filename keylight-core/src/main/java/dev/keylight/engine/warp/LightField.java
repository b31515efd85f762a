package dev.keylight.engine.warp;

import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;

/**
 * What one light does to the surface, on a coarse grid: diffuse shading with soft self-shadow, and gloss. The light is
 * smooth, so the grid may be; the picture's detail lies in the albedo it multiplies.
 *
 * <p>Diffuse: DECA's second-order irradiance (SphericalHarmonics), kept positive by a soft floor instead of a clamp, so
 * that the dark side has form; near the terminator red reaches further than blue, as light does in skin (d'Eon and
 * Luebke, GPU Gems 3 §14). Gloss: two Blinn-Phong lobes towards each channel's dominant direction (Ramamoorthi and
 * Hanrahan: band 1 of the light points at its centre).
 */
final class LightField {
  /** Light that is everywhere in a room, however hard the lamp; fraction of the face's mean. */
  private static final float AMBIENT = 0.035f;

  /** Irradiance below this is bent up softly. */
  private static final float SOFT_FLOOR = 0.16f;

  /** Shading that a source is divided by is never less: deep shadows are lifted, not blown up to noise. */
  static final float DARKEST_SOURCE = 0.24f;

  private static final float TERMINATOR_WARMTH = 0.07f;
  /** Irradiance above this is compressed, towards BRIGHT + BRIGHT_SPAN. */
  private static final float BRIGHT = 1.2f;

  private static final float BRIGHT_SPAN = 0.8f;
  private static final float SHEEN = 0.045f;
  private static final float HIGHLIGHT = 0.075f;

  private final int size;
  private final float[] diffuse;
  private final float[] gloss;

  LightField(int columns, int rows) {
    this.size = columns * rows;
    this.diffuse = new float[3 * size];
    this.gloss = new float[3 * size];
  }

  /** Diffuse shading, interleaved RGB per grid cell; 1 is the face's mean brightness. */
  float[] diffuse() {
    return diffuse;
  }

  /** Gloss to be added to white light units, interleaved RGB per grid cell. */
  float[] gloss() {
    return gloss;
  }

  /**
   * @param light balanced: the visible face's mean irradiance is about 1
   * @param nx planes of image-axes normals, not necessarily of unit length
   * @param shadow how much of the irradiance self-shadowing leaves, 0..1
   * @param shine how glossy the surface is, 0 for cloth, 1 for a forehead
   * @param hold how fully the light takes hold, 1 on the face, less where its form is only guessed
   */
  void light(
      SphericalHarmonics light, float[] nx, float[] ny, float[] nz, float[] shadow, float[] shine, float[] hold) {
    ShadingQuadric irradiance = ShadingQuadric.ofImageNormals(light);
    float[] half = halfVectors(light);
    float[] even = light.meanShading();
    for (int i = 0; i < size; i++) {
      float x = nx[i];
      float y = ny[i];
      float z = nz[i];
      float length = 1 / (float) Math.sqrt(x * x + y * y + z * z + 1e-12f);
      x *= length;
      y *= length;
      z *= length;
      for (int c = 0; c < 3; c++) {
        float e = irradiance.shade(c, x, y, z);
        float lit = response(e * shadow[i]);
        float soft = softCeiling(lit);
        float h = hold[i];
        // On the face the light is taken as it is; away from it highlights are held back more and more.
        lit = soft + Math.max(0, 1 - 6 * (1 - h)) * (lit - soft);
        diffuse[3 * i + c] = even[c] + h * (lit - even[c]);
        float nh = half[4 * c] * x + half[4 * c + 1] * y + half[4 * c + 2] * z;
        float lobe = 0;
        if (nh > 0) {
          float n2 = nh * nh;
          float n4 = n2 * n2;
          float n8 = n4 * n4;
          float n32 = n8 * n8 * n8 * n8;
          lobe = half[4 * c + 3] * (SHEEN * n8 + HIGHLIGHT * n32);
        }
        gloss[3 * i + c] = shine[i] * shadow[i] * lobe;
      }
      float luma = 0.3f * diffuse[3 * i] + 0.6f * diffuse[3 * i + 1] + 0.1f * diffuse[3 * i + 2];
      float distance = (luma - 0.3f) * 4f;
      float warmth = TERMINATOR_WARMTH / (1 + distance * distance * distance * distance) * Math.min(1, 2 * shine[i]);
      diffuse[3 * i] *= 1 + warmth;
      diffuse[3 * i + 2] *= 1 - warmth;
    }
  }

  /** Where form is only guessed, highlights roll off before they burn. */
  private static float softCeiling(float e) {
    return e <= BRIGHT ? e : BRIGHT + (e - BRIGHT) / (1 + (e - BRIGHT) / BRIGHT_SPAN);
  }

  /** Shading shown for an irradiance: 1 is about 1, the dark side keeps form. */
  static float response(float e) {
    return AMBIENT + softFloor(e);
  }

  private static float softFloor(float e) {
    return e >= SOFT_FLOOR ? e : SOFT_FLOOR / (1 + (SOFT_FLOOR - e) / SOFT_FLOOR);
  }

  /** Per channel: the unit half vector between the dominant direction and the viewer, and how directional the light is. */
  private static float[] halfVectors(SphericalHarmonics light) {
    float[] half = new float[12];
    for (int c = 0; c < 3; c++) {
      // Image axes: y and z change sign.
      float x = SphericalHarmonics.constant(1) * light.get(1, c);
      float y = -SphericalHarmonics.constant(2) * light.get(2, c);
      float z = -SphericalHarmonics.constant(3) * light.get(3, c);
      float strength = (float) Math.sqrt(x * x + y * y + z * z);
      if (strength < 1e-6f) {
        continue;
      }
      float hx = x / strength;
      float hy = y / strength;
      float hz = z / strength - 1;
      float length = (float) Math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6f;
      half[4 * c] = hx / length;
      half[4 * c + 1] = hy / length;
      half[4 * c + 2] = hz / length;
      half[4 * c + 3] = strength;
    }
    return half;
  }
}
