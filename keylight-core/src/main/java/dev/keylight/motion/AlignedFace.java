package dev.keylight.motion;

import dev.keylight.face.Pose;

/**
 * The reference face put where one moment of the driver says: the mesh in the reference picture's coordinates.
 *
 * @param vertices x, y, z per vertex in pixels of the output camera's picture, same topology as the reference
 * @param canonical the same vertices with the pose removed
 * @param pose the head's pose in the output
 * @param camera where the reference picture as a whole has gone, as a 2 × 3 affine (row major) from reference pixels to
 *     output pixels; the identity unless the driver's camera is used
 * @param held true where the driver gave nothing usable (lost, cut, jump) and the motion was bridged
 */
public record AlignedFace(float[] vertices, float[] canonical, Pose pose, float[] camera, boolean held) {
  /** The camera that leaves the picture where it is. */
  public static final float[] STILL_CAMERA = {1, 0, 0, 0, 1, 0};
}
