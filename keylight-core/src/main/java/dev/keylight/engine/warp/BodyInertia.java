package dev.keylight.engine.warp;

/** A body that follows its head slowly: shoulders do not nod. First-order low-pass over the render's time. */
final class BodyInertia {
  /** Seconds to cover two thirds of the way. */
  private static final double LAG = 0.4;

  private float[] position;
  private double last;

  /** Where the body is when the head has gone to {@code head}; the first call starts there. */
  float[] follow(float[] head, double seconds) {
    if (position == null) {
      position = head.clone();
    } else {
      float step = (float) (1 - Math.exp(-Math.abs(seconds - last) / LAG));
      for (int i = 0; i < position.length; i++) {
        position[i] += step * (head[i] - position[i]);
      }
    }
    last = seconds;
    return position;
  }
}
