package dev.keylight.lcvd.deca;

/**
 * DECA's orthographic camera (spec §7.6), in 32-bit floats: metres to the crop, and from the crop to the picture.
 *
 * @param camera scale and translation, in units of half the crop
 * @param crop which square of the picture the camera saw
 */
public record Projection(float[] camera, CropTransform crop) {
  private static final int SIDE = DecaEncoder.SIZE;

  /**
   * Carries FLAME's vertices into the picture.
   *
   * @param vertices in metres, y up, z towards the camera
   * @param picture side of the square picture the crop belongs to, in pixels
   * @return x right and y down in pixels; z away from the camera in half picture sides, as the published renderer has it,
   *     times half the side. For small crops z is therefore larger than x and y would have it
   */
  public float[] apply(float[] vertices, int picture) {
    float step = (float) crop.step();
    float left = (float) crop.left();
    float top = (float) crop.top();
    float[] projected = new float[vertices.length];
    for (int v = 0; v < vertices.length; v += 3) {
      float x = camera[0] * (vertices[v] + camera[1]);
      float y = -(camera[0] * (vertices[v + 1] + camera[2]));
      float z = -(camera[0] * vertices[v + 2]);
      projected[v] = (x * .5f + .5f) * SIDE * step + left;
      projected[v + 1] = (y * .5f + .5f) * SIDE * step + top;
      projected[v + 2] = z * (picture / 2f);
    }
    return projected;
  }

  /** Pixels of the picture per metre. */
  public float scale() {
    return camera[0] * .5f * SIDE * (float) crop.step();
  }

  /** Where the point (0, 0, 0) is in the picture, x and y in pixels. */
  public float[] origin() {
    float[] origin = apply(new float[3], 1);
    return new float[] {origin[0], origin[1]};
  }
}
