package dev.keylight.light;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.media.Frame;
import org.junit.jupiter.api.Test;

class LightSphereTest {
  @Test
  void theBallIsBrightestTowardsTheLamp() {
    try (Frame ball = LightSphere.draw(Lamp.of(60, 30, 7, 0).harmonics(), 64)) {
      int brightest = 0;
      int atX = 0;
      int atY = 0;
      byte[] row = new byte[3 * 64];
      for (int y = 0; y < 64; y++) {
        ball.pixels().ptr(y).get(row);
        for (int x = 0; x < 64; x++) {
          int green = row[3 * x + 1] & 0xff;
          if (green > brightest) {
            brightest = green;
            atX = x;
            atY = y;
          }
        }
      }
      assertThat(brightest).as("exposed to just below white").isBetween(225, 254);
      assertThat(atX).isGreaterThan(48);
      assertThat(atY).isBetween(10, 26);
      ball.pixels().ptr(0).get(row);
      assertThat(row[0]).as("the corner is background").isEqualTo((byte) 24);
    }
  }
}
