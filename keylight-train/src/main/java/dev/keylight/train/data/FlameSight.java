package dev.keylight.train.data;

import dev.keylight.lcvd.deca.Projection;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.preprocess.Sighting;
import dev.keylight.light.SphericalHarmonics;

/**
 * What the published preprocessing sees in one picture of a clip, as far as hint and landmark map are drawn from it.
 *
 * @param vertices of the region of FLAME's head that is drawn, x, y, z in metres and FLAME's axes
 * @param projection their way into the picture
 * @param light on the face, as DECA sees it in this picture alone
 * @param landmarks the 478 vertices of the built-in mesh found in this picture alone, x, y, z in its pixels
 */
public record FlameSight(float[] vertices, Projection projection, SphericalHarmonics light, float[] landmarks) {
  /**
   * Keeps of a face what is drawn.
   *
   * @param kept the vertices of the region, see {@link dev.keylight.lcvd.flame.FaceRegion#vertices()}
   */
  public static FlameSight of(Flame flame, int[] kept, Sighting seen, float[] landmarks) {
    float[] head = seen.head(flame);
    float[] vertices = new float[3 * kept.length];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(head, 3 * kept[i], vertices, 3 * i, 3);
    }
    return new FlameSight(vertices, seen.projection(), seen.code().light(), landmarks);
  }
}
