package dev.keylight.bench;

import dev.keylight.face.FaceTopology;

/** The mean face, about 420 pixels tall, in the middle of a picture of {@link #SIZE}². */
final class BenchFace {
  static final int SIZE = 512;

  private BenchFace() {}

  static float[] vertices() {
    float[] vertices = FaceTopology.builtIn().canonical().clone();
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = 25 * vertices[i] + (i % 3 < 2 ? SIZE / 2f : 0);
    }
    return vertices;
  }
}
