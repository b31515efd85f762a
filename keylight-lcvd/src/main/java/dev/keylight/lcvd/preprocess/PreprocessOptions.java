package dev.keylight.lcvd.preprocess;

import dev.keylight.lcvd.matte.PersonMatte;
import dev.keylight.motion.Alignment;

/**
 * How closely the published preprocessing is followed.
 *
 * @param alignment relative and reference-camera are the published modes; driver-camera is what the paper describes
 * @param composed whether relative rotations are composed as {@code R_t · R_0ᵀ · R_ref}; as published, rotation vectors are
 *     added and subtracted number by number
 * @param ownDetector whether Keylight's mesh finds faces in place of S³FD and FAN
 * @param matting how U²-Net is used
 * @param swappedReference whether the portrait's landmarks are looked for with red and blue swapped, as published
 */
public record PreprocessOptions(
    Alignment alignment, boolean composed, boolean ownDetector, PersonMatte.Use matting, boolean swappedReference) {
  /** Everything as the published scripts do it. */
  public static final PreprocessOptions PUBLISHED =
      new PreprocessOptions(Alignment.RELATIVE, false, false, PersonMatte.Use.PUBLISHED, true);

  /** Known mistakes put right; further from what the released weights were trained with. */
  public PreprocessOptions corrected() {
    return new PreprocessOptions(alignment, true, ownDetector, PersonMatte.Use.CORRECTED, false);
  }

  public PreprocessOptions withAlignment(Alignment value) {
    return new PreprocessOptions(value, composed, ownDetector, matting, swappedReference);
  }

  public PreprocessOptions withOwnDetector(boolean value) {
    return new PreprocessOptions(alignment, composed, value, matting, swappedReference);
  }
}
