package dev.keylight.lcvd.deca;

import dev.keylight.light.SphericalHarmonics;
import java.util.Arrays;

/**
 * What DECA sees in a face.
 *
 * @param shape 100 of FLAME's identity parameters
 * @param expression 50 of FLAME's expression parameters
 * @param pose rotation vectors of head and jaw in radians
 * @param camera scale and translation of the orthographic camera, in units of half the crop
 * @param light nine bands of three colours, in DECA's order
 */
public record DecaCode(float[] shape, float[] expression, float[] pose, float[] camera, SphericalHarmonics light) {
  /** How many numbers the encoder gives; 50 of them describe the skin's texture, which nothing here uses. */
  public static final int LENGTH = 236;

  private static final int SHAPE = 100;
  private static final int TEXTURE = 50;
  private static final int EXPRESSION = 50;
  private static final int POSE = 6;
  private static final int CAMERA = 3;

  /** Takes the encoder's output apart: shape, texture, expression, pose, camera, light. */
  public static DecaCode of(float[] numbers) {
    if (numbers.length != LENGTH) {
      throw new IllegalArgumentException("DECA's code has " + LENGTH + " numbers, got " + numbers.length);
    }
    int expression = SHAPE + TEXTURE;
    int pose = expression + EXPRESSION;
    int camera = pose + POSE;
    int light = camera + CAMERA;
    return new DecaCode(Arrays.copyOf(numbers, SHAPE), Arrays.copyOfRange(numbers, expression, pose),
        Arrays.copyOfRange(numbers, pose, camera), Arrays.copyOfRange(numbers, camera, light),
        new SphericalHarmonics(Arrays.copyOfRange(numbers, light, LENGTH)));
  }
}
