package dev.keylight.motion;

/** How a driver's motion is put onto the reference (spec §7.8; the paper's supplementary). */
public enum Alignment {
  /**
   * The driver's change since its base frame is added to the reference: expression in canonical head space, rotation as
   * {@code R_t · R_0ᵀ · R_ref}, translation in units of face size, scale as a ratio. The reference keeps its place.
   */
  RELATIVE,
  /** The driver's own rotation and expression with the reference's face shape, position and size. */
  REFERENCE_CAMERA,
  /** As {@link #REFERENCE_CAMERA}, and the face also stands where and as large as the driver's in its frame. */
  DRIVER_CAMERA
}
