package dev.keylight.lcvd.preprocess;

import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.Projection;

/**
 * A face as DECA saw it.
 *
 * @param code what it saw
 * @param crop where it looked
 */
public record Sighting(DecaCode code, CropTransform crop) {
  /** The way from FLAME's metres into the picture. */
  public Projection projection() {
    return new Projection(code.camera(), crop);
  }
}
