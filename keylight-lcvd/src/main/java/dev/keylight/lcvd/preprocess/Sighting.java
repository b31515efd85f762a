package dev.keylight.lcvd.preprocess;

import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.lcvd.flame.Flame;

/**
 * A face as DECA saw it.
 *
 * @param code what it saw
 * @param crop where it looked
 */
public record Sighting(DecaCode code, CropTransform crop) {
  /** Its head, posed: x, y, z per vertex in metres and FLAME's axes. */
  public float[] head(Flame flame) {
    return flame.vertices(code.shape(), code.expression(), code.pose());
  }

  /** The way from FLAME's metres into the picture. */
  public Projection projection() {
    return new Projection(code.camera(), crop);
  }
}
