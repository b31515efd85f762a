package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Rational;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lips that part: of the mean face in plain skin, and of the sample portrait with its lips painted shut. */
class MouthTest {
  private static final int SIDE = 300;
  private static final float[] SKIN = {0.5f, 0.3f, 0.25f};
  private static final FaceTopology TOPOLOGY = Sitter.astronaut().topology();
  private static final int[] CONTOUR = contour();

  @Test
  void closedLipsShowNothing() {
    Pose pose = pose(0);
    float[] layer = skin();
    new Mouth(face(pose, 0), pose, SKIN).paint(layer, SIDE, SIDE, face(pose, 0), pose);
    assertThat(layer).isEqualTo(skin());
  }

  /** Upright and with the head tilted to either side. */
  @ParameterizedTest
  @ValueSource(ints = {0, 25, -40})
  void partedLipsShowADarkInteriorAndNothingOutsideThem(int roll) {
    Pose pose = pose(roll);
    float[] layer = skin();
    float[] parted = face(pose, 1.2f);
    new Mouth(face(pose, 0), pose, SKIN).paint(layer, SIDE, SIDE, parted, pose);
    boolean[] inside = inside(parted);
    assertThat(Regions.count(inside)).isGreaterThan(200);
    assertThat(green(layer, inside)).isLessThan(0.6 * SKIN[1]);
    boolean[] outside = Regions.not(Regions.dilated(inside, SIDE, 3));
    for (int i = 0; i < outside.length; i++) {
      assertThat(layer[4 * i + 3]).as("alpha").isEqualTo(1);
      if (outside[i]) {
        assertThat(layer[4 * i]).isEqualTo(SKIN[0]);
      }
      for (int c = 0; c < 3; c++) {
        assertThat(layer[4 * i + c]).isBetween(0f, 1.3f * SKIN[c]);
      }
    }
  }

  @Test
  void partingGrowsWithoutAJump() {
    Pose pose = pose(0);
    Mouth mouth = new Mouth(face(pose, 0), pose, SKIN);
    double before = 0;
    double whole = SKIN[1] * SIDE * SIDE;
    for (int step = 1; step <= 40; step++) {
      float[] layer = skin();
      mouth.paint(layer, SIDE, SIDE, face(pose, 0.03f * step), pose);
      double taken = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        taken += (SKIN[1] - layer[4 * i + 1]) / whole;
      }
      assertThat(taken).as("opening %.2f", 0.03 * step).isCloseTo(before, within(0.001));
      before = taken;
    }
    assertThat(before).isGreaterThan(0.002);
  }

  /** A portrait that laughs keeps its own teeth. */
  @Test
  void anOpenMouthLendsItsOwnInterior() {
    Pose pose = pose(0);
    float[] layer = skin();
    new Mouth(face(pose, 1.2f), pose, SKIN).paint(layer, SIDE, SIDE, face(pose, 1.25f), pose);
    assertThat(layer).isEqualTo(skin());
  }

  @Test
  void theMouthOfAPortraitOpensDark() {
    Sitter sitter = shut(Sitter.astronaut());
    float[] parted = sitter.face().vertices().clone();
    drop(parted, 1.2f * sitter.face().pose().scale());
    boolean[] inside = Regions.inside(sitter, parted, CONTOUR);
    assertThat(Regions.count(inside)).isGreaterThan(30);
    // A face that has not moved at all would be the picture itself, not a render of it.
    float[] still = sitter.face().vertices().clone();
    still[0] += 0.03f;
    EngineOptions options = new EngineOptions(Optional.of(sitter.light()), 0, 0, false, 1, new Rational(1, 25));
    SphericalHarmonics light = sitter.light();
    try (Portrait portrait = sitter.portrait();
        WarpEngine engine = new WarpEngine()) {
      var frames =
          engine.animate(portrait, List.of(sitter.step(still, light), sitter.step(parted, light)).iterator(), options);
      Picture closed = Picture.take(frames.next());
      Picture open = Picture.take(frames.next());
      assertThat(open.brightness(inside)).isLessThan(0.85 * closed.brightness(inside));
      boolean[] away = Regions.not(Regions.dilated(Regions.face(sitter), sitter.width(), 60));
      assertThat(open.difference(closed, away)).as("far from the mouth").isZero();
    }
  }

  /** The same person with closed lips: both inner contours on one line, the teeth painted over with lip. */
  private static Sitter shut(Sitter sitter) {
    float[] vertices = sitter.face().vertices().clone();
    boolean[] mouth = Regions.dilated(Regions.inside(sitter, vertices, CONTOUR), sitter.width(), 2);
    byte[] rgb = sitter.picture().rgb().clone();
    for (int i = 0; i < mouth.length; i++) {
      if (mouth[i]) {
        rgb[3 * i] = (byte) 190;
        rgb[3 * i + 1] = (byte) 110;
        rgb[3 * i + 2] = (byte) 105;
      }
    }
    for (int k = 1; k < Mouth.UPPER.length - 1; k++) {
      for (int axis = 0; axis < 3; axis++) {
        int up = 3 * Mouth.UPPER[k] + axis;
        int low = 3 * Mouth.LOWER[k] + axis;
        vertices[up] = vertices[low] = 0.5f * (vertices[up] + vertices[low]);
      }
    }
    FaceObservation face = sitter.face();
    return new Sitter(
        new Picture(sitter.width(), sitter.height(), rgb),
        sitter.matte(),
        new FaceObservation(0, vertices, face.canonical(), face.pose(), 1, false),
        sitter.topology(),
        sitter.light());
  }

  /** The mean face with its lips parted by so many centimetres in the middle. */
  private static float[] face(Pose pose, float opening) {
    float[] canonical = TOPOLOGY.canonical().clone();
    for (int k = 1; k < Mouth.UPPER.length - 1; k++) {
      System.arraycopy(canonical, 3 * Mouth.UPPER[k], canonical, 3 * Mouth.LOWER[k], 3);
    }
    drop(canonical, opening);
    float[] vertices = new float[canonical.length];
    for (int i = 0; i < vertices.length; i += 3) {
      pose.toImage(canonical, i, vertices, i);
    }
    return vertices;
  }

  /** Lowers the inner lower lip, less towards the corners. */
  private static void drop(float[] vertices, float by) {
    for (int k = 1; k < Mouth.LOWER.length - 1; k++) {
      vertices[3 * Mouth.LOWER[k] + 1] += (float) (by * Math.sin(Math.PI * k / (Mouth.LOWER.length - 1)));
    }
  }

  /** The mouth about in the middle of the picture, the face turned in the picture's plane. */
  private static Pose pose(double roll) {
    float cos = (float) Math.cos(Math.toRadians(roll));
    float sin = (float) Math.sin(Math.toRadians(roll));
    return new Pose(16, new float[] {cos, -sin, 0, sin, cos, 0, 0, 0, 1}, new float[] {150, 110, 0});
  }

  private static float[] skin() {
    float[] layer = new float[4 * SIDE * SIDE];
    for (int i = 0; i < layer.length; i += 4) {
      System.arraycopy(SKIN, 0, layer, i, 3);
      layer[i + 3] = 1;
    }
    return layer;
  }

  private static double green(float[] layer, boolean[] mask) {
    double sum = 0;
    for (int i = 0; i < mask.length; i++) {
      sum += mask[i] ? layer[4 * i + 1] : 0;
    }
    return sum / Regions.count(mask);
  }

  private static boolean[] inside(float[] vertices) {
    Sitter canvas = new Sitter(new Picture(SIDE, SIDE, null), new float[SIDE * SIDE], null, TOPOLOGY, null);
    return Regions.inside(canvas, vertices, CONTOUR);
  }

  /** Upper lip from corner to corner and the lower one back. */
  private static int[] contour() {
    int[] contour = Arrays.copyOf(Mouth.UPPER, 2 * Mouth.UPPER.length - 2);
    for (int k = 1; k < Mouth.LOWER.length - 1; k++) {
      contour[Mouth.UPPER.length - 1 + k] = Mouth.LOWER[Mouth.LOWER.length - 1 - k];
    }
    return contour;
  }
}
