package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.OpenMouth;
import dev.keylight.engine.Portrait;
import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
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
    new Mouth(face(pose, 0), pose, SKIN, null).paint(layer, SIDE, SIDE, face(pose, 0), pose);
    assertThat(layer).isEqualTo(skin());
  }

  /** Upright and with the head tilted to either side. */
  @ParameterizedTest
  @ValueSource(ints = {0, 25, -40})
  void partedLipsShowADarkInteriorAndNothingOutsideThem(int roll) {
    Pose pose = pose(roll);
    float[] layer = skin();
    float[] parted = face(pose, 1.2f);
    new Mouth(face(pose, 0), pose, SKIN, null).paint(layer, SIDE, SIDE, parted, pose);
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

  /** Teeth, gums and tongue of a black-and-white photograph are grey, those of a coloured one are not. */
  @Test
  void aGreyPictureHasAGreyMouth() {
    Pose pose = pose(0);
    float[] grey = {0.4f, 0.4f, 0.4f};
    float[] parted = face(pose, 2);
    float[] layer = plain(grey);
    new Mouth(face(pose, 0), pose, grey, null).paint(layer, SIDE, SIDE, parted, pose);
    assertThat(mostColoured(layer)).isLessThan(0.001);
    float[] other = skin();
    new Mouth(face(pose, 0), pose, SKIN, null).paint(other, SIDE, SIDE, parted, pose);
    assertThat(mostColoured(other)).isGreaterThan(0.2);
  }

  private static double mostColoured(float[] layer) {
    double most = 0;
    for (int i = 0; i < layer.length; i += 4) {
      most = Math.max(most, Math.abs(layer[i] - layer[i + 2]));
    }
    return most;
  }

  @Test
  void partingGrowsWithoutAJump() {
    Pose pose = pose(0);
    Mouth mouth = new Mouth(face(pose, 0), pose, SKIN, null);
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
    new Mouth(face(pose, 1.2f), pose, SKIN, null).paint(layer, SIDE, SIDE, face(pose, 1.25f), pose);
    assertThat(layer).isEqualTo(skin());
  }

  /** Teeth keep their distance from the upper lip and their colour relative to the skin, at another size and roll. */
  @Test
  void anotherMomentLendsItsInterior() {
    Pose then = new Pose(8, pose(10).rotation(), new float[] {60, 50, 0});
    float[] speaking = face(then, 1.2f);
    Pose pose = pose(-20);
    float[] parted = face(pose, 0.6f);
    float[] layer = skin();
    try (OpenMouth lender = new OpenMouth(bandsBetweenLips(speaking), face(then, speaking))) {
      new Mouth(face(pose, 0), pose, SKIN, new LentMouth(lender)).paint(layer, SIDE, SIDE, parted, pose);
    }
    float[] under = at(layer, parted, LipOpening.UPPER, 0.15f * pose.scale(), pose);
    float[] over = at(layer, parted, LipOpening.LOWER, -0.15f * pose.scale(), pose);
    assertThat(under[0] / SKIN[0]).as("teeth, as bright as skin").isCloseTo(1, within(0.05f));
    assertThat(over[0] / SKIN[0]).as("tongue, a fifth of it").isCloseTo(0.2f, within(0.05f));
  }

  /** A grey face with the upper half of its mouth as bright as the skin and the lower one a fifth of it. */
  private static Frame bandsBetweenLips(float[] vertices) {
    Mat mat = new Mat(SIDE, SIDE, opencv_core.CV_8UC3);
    byte[] rgb = new byte[3 * SIDE * SIDE];
    boolean[] inside = Regions.dilated(inside(vertices), SIDE, 1);
    float middle =
        (vertices[3 * FaceLandmarks.UPPER_LIP_INNER + 1] + vertices[3 * FaceLandmarks.LOWER_LIP_INNER + 1]) / 2;
    for (int i = 0; i < inside.length; i++) {
      double linear = inside[i] && i / SIDE > middle ? 0.1 : 0.5;
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) Math.round(255 * (1.055 * Math.pow(linear, 1 / 2.4) - 0.055)));
    }
    Pixels.bytes(mat).put(rgb);
    return Frame.still(mat);
  }

  private static FaceObservation face(Pose pose, float[] vertices) {
    return new FaceObservation(0, vertices, TOPOLOGY.canonical(), pose, 1, false);
  }

  /** The layer's colour so many pixels below the middle of a lip. */
  private static float[] at(float[] layer, float[] vertices, int[] lip, float below, Pose pose) {
    int v = 3 * lip[lip.length / 2];
    int x = (int) (vertices[v] + below * pose.rotation()[1]);
    int y = (int) (vertices[v + 1] + below * pose.rotation()[4]);
    return Arrays.copyOfRange(layer, 4 * (y * SIDE + x), 4 * (y * SIDE + x) + 4);
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
    for (int k = 1; k < LipOpening.UPPER.length - 1; k++) {
      for (int axis = 0; axis < 3; axis++) {
        int up = 3 * LipOpening.UPPER[k] + axis;
        int low = 3 * LipOpening.LOWER[k] + axis;
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
    for (int k = 1; k < LipOpening.UPPER.length - 1; k++) {
      System.arraycopy(canonical, 3 * LipOpening.UPPER[k], canonical, 3 * LipOpening.LOWER[k], 3);
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
    for (int k = 1; k < LipOpening.LOWER.length - 1; k++) {
      vertices[3 * LipOpening.LOWER[k] + 1] += (float) (by * Math.sin(Math.PI * k / (LipOpening.LOWER.length - 1)));
    }
  }

  /** The mouth about in the middle of the picture, the face turned in the picture's plane. */
  private static Pose pose(double roll) {
    float cos = (float) Math.cos(Math.toRadians(roll));
    float sin = (float) Math.sin(Math.toRadians(roll));
    return new Pose(16, new float[] {cos, -sin, 0, sin, cos, 0, 0, 0, 1}, new float[] {150, 110, 0});
  }

  private static float[] skin() {
    return plain(SKIN);
  }

  private static float[] plain(float[] colour) {
    float[] layer = new float[4 * SIDE * SIDE];
    for (int i = 0; i < layer.length; i += 4) {
      System.arraycopy(colour, 0, layer, i, 3);
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
    int[] contour = Arrays.copyOf(LipOpening.UPPER, 2 * LipOpening.UPPER.length - 2);
    for (int k = 1; k < LipOpening.LOWER.length - 1; k++) {
      contour[LipOpening.UPPER.length - 1 + k] = LipOpening.LOWER[LipOpening.LOWER.length - 1 - k];
    }
    return contour;
  }
}
