package dev.keylight.light;

/**
 * Balances lights by eye of the camera: a target light brings its contrast, direction and colour, not its brightness, so
 * that a portrait relit by a dim photograph stays as bright as it was.
 */
public final class Exposure {
  private Exposure() {}

  /**
   * Mean linear luminance of the shading over the normals that face the camera, each weighted by how much of the picture
   * it fills; negative shading counts as none.
   *
   * @param imageNormals unit normals in image axes, three floats each
   */
  public static float brightness(SphericalHarmonics light, float[] imageNormals, int count) {
    ShadingQuadric quadric = ShadingQuadric.ofImageNormals(light);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < 3 * count; i += 3) {
      float facing = -imageNormals[i + 2];
      if (facing <= 0) {
        continue;
      }
      float x = imageNormals[i];
      float y = imageNormals[i + 1];
      float z = imageNormals[i + 2];
      float luminance =
          0.2126f * Math.max(0, quadric.shade(0, x, y, z))
              + 0.7152f * Math.max(0, quadric.shade(1, x, y, z))
              + 0.0722f * Math.max(0, quadric.shade(2, x, y, z));
      sum += facing * luminance;
      weights += facing;
    }
    return weights == 0 ? 0 : (float) (sum / weights);
  }

  /**
   * The target light at the source's brightness on this face.
   *
   * @param stops added afterwards, +1 doubles
   * @return the target unchanged but for the stops if it leaves the face black
   */
  public static SphericalHarmonics balanced(
      SphericalHarmonics target, SphericalHarmonics source, float[] imageNormals, int count, float stops) {
    float wanted = brightness(source, imageNormals, count);
    float found = brightness(target, imageNormals, count);
    float balance = found > 1e-6f && wanted > 1e-6f ? wanted / found : 1;
    return target.scaled((float) (balance * Math.pow(2, stops)));
  }
}
