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

  /** How far the eyes lie from a mesh's irises on average, in the mesh's distance between the eyes. */
  float eyeOffset(float[] vertices) {
    int right = 3 * FaceLandmarks.RIGHT_IRIS;
    int left = 3 * FaceLandmarks.LEFT_IRIS;
    double apart = Math.hypot(vertices[left] - vertices[right], vertices[left + 1] - vertices[right + 1]);
    double offset =
        Math.hypot(vertices[right] - rightEyeX, vertices[right + 1] - rightEyeY)
            + Math.hypot(vertices[left] - leftEyeX, vertices[left + 1] - leftEyeY);
    return (float) (offset / 2 / Math.max(apart, 1e-3));
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
