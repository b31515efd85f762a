package dev.keylight.engine.warp;

import dev.keylight.face.FaceObservation;
import java.util.Arrays;

/** Where a face is seldom covered by beard, brows or make-up: cheeks, nose and forehead. */
final class BareSkin {
  private static final int[] PLACES = {50, 101, 36, 205, 280, 330, 266, 425, 151, 9};

  /** Channel c of a pixel, counted row by row. */
  interface Layer {
    float at(int pixel, int c);
  }

  private BareSkin() {}

  /** The median of each of three channels. */
  static float[] median(FaceObservation face, int width, int height, Layer layer) {
    float[] skin = new float[3];
    float[] values = new float[PLACES.length];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < PLACES.length; k++) {
        int x = Math.max(0, Math.min(width - 1, (int) face.x(PLACES[k])));
        int y = Math.max(0, Math.min(height - 1, (int) face.y(PLACES[k])));
        values[k] = layer.at(y * width + x, c);
      }
      Arrays.sort(values);
      skin[c] = values[values.length / 2];
    }
    return skin;
  }
}
