package dev.keylight.face;

/**
 * A face found without knowing where to look: box and eyes, in pixels.
 *
 * @param x left edge of the box (brows to chin)
 * @param y upper edge
 * @param width of the box
 * @param height of the box
 * @param rightEyeX centre of the subject's right eye
 * @param rightEyeY centre of the subject's right eye
 * @param leftEyeX centre of the subject's left eye
 * @param leftEyeY centre of the subject's left eye
 * @param score 0..1
 */
record FaceDetection(
    float x,
    float y,
    float width,
    float height,
    float rightEyeX,
    float rightEyeY,
    float leftEyeX,
    float leftEyeY,
    float score) {

  FaceBox box() {
    return new FaceBox(x, y, width, height);
  }

  /** The same face after {@code p → scale · p + shift}. */
  FaceDetection mapped(float scale, float shiftX, float shiftY) {
    return new FaceDetection(
        scale * x + shiftX,
        scale * y + shiftY,
        scale * width,
        scale * height,
        scale * rightEyeX + shiftX,
        scale * rightEyeY + shiftY,
        scale * leftEyeX + shiftX,
        scale * leftEyeY + shiftY,
        score);
  }
}
