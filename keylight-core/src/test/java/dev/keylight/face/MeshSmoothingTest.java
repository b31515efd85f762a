package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MeshSmoothingTest {
  private static final double STEP = 1 / 30.0;

  @Test
  void rests_when_the_face_rests() {
    Random random = new Random(3);
    MeshSmoothing smoothing = new MeshSmoothing(1);
    double raw = 0;
    double smooth = 0;
    float[] before = null;
    float[] rawBefore = null;
    for (int n = 0; n < 200; n++) {
      float[] noisy = face(0, 0);
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] += (float) (0.1 * random.nextGaussian());
      }
      float[] out = smoothing.next(noisy, n * STEP);
      if (n > 30) {
        for (int i = 0; i < out.length; i++) {
          smooth += Math.abs(out[i] - before[i]);
          raw += Math.abs(noisy[i] - rawBefore[i]);
        }
      }
      before = out;
      rawBefore = noisy;
    }
    assertThat(smooth / raw).isLessThan(0.6);
  }

  @Test
  void keeps_blinks() {
    MeshSmoothing smoothing = new MeshSmoothing(1);
    float deepest = 0;
    for (int n = 0; n < 60; n++) {
      // A blink of a fifth of a second closes a lid by a twenty-fifth of the face's width.
      float closing = n >= 30 && n < 36 ? (float) (8 * Math.sin(Math.PI * (n - 29.5) / 6)) : 0;
      float[] out = smoothing.next(face(0, closing), n * STEP);
      deepest = Math.max(deepest, out[3 * FaceLandmarks.RIGHT_EYE_TOP + 1] - face(0, 0)[3 * FaceLandmarks.RIGHT_EYE_TOP + 1]);
    }
    assertThat(deepest).isGreaterThan(0.93f * 8);
  }

  @Test
  void does_not_lag_behind_a_moving_head() {
    MeshSmoothing smoothing = new MeshSmoothing(1);
    float[] out = null;
    for (int n = 0; n < 60; n++) {
      out = smoothing.next(face(4 * n, 0), n * STEP);
    }
    assertThat(out[0]).isCloseTo(face(4 * 59, 0)[0], within(1.5f));
  }

  @Test
  void zero_smoothing_changes_nothing_and_repeated_times_start_afresh() {
    float[] second = face(30, 3);
    MeshSmoothing none = new MeshSmoothing(0);
    none.next(face(0, 0), 0);
    assertThat(none.next(second, STEP)).isEqualTo(second);
    MeshSmoothing same = new MeshSmoothing(1);
    same.next(face(0, 0), 1);
    assertThat(same.next(second, 1)).isEqualTo(second);
  }

  /** The canonical face 200 pixels wide, shifted to the right, the right upper lid lowered. */
  private static float[] face(float shift, float lid) {
    float[] vertices = CanonicalFace.shipped().topology().canonical();
    float[] face = new float[vertices.length];
    for (int i = 0; i < face.length; i++) {
      face[i] = 13 * vertices[i] + (i % 3 == 0 ? 250 + shift : 250);
    }
    face[3 * FaceLandmarks.RIGHT_EYE_TOP + 1] += lid;
    return face;
  }
}
