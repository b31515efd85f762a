package dev.keylight.lcvd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.Progress;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LcvdEngineTest {
  private static final Pose POSE = new Pose(1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[3]);
  private static final FaceTopology TOPOLOGY =
      new FaceTopology(4, new int[] {0, 1, 2, 2, 1, 3}, new float[12], new float[8]);

  @TempDir Path folder;

  private static float[] mesh(float x) {
    return new float[] {x, 10, 0, x, 50, 0, x + 30, 10, 0, x + 30, 50, 0};
  }

  private static Portrait portrait() {
    Mat picture = new Mat(60, 80, opencv_core.CV_8UC3, new Scalar(90, 120, 150, 0));
    Mat matte = new Mat(60, 80, opencv_core.CV_32FC1, new Scalar(1, 0, 0, 0));
    return new Portrait(Frame.still(picture), new FaceObservation(0, mesh(20), new float[12], POSE, 1, false), TOPOLOGY, matte);
  }

  private static Iterator<Step> steps(int count) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(new Step(new AlignedFace(mesh(20 + i), new float[12], POSE, AlignedFace.STILL_CAMERA, false),
          SphericalHarmonics.ambient(2, 1, 1), 3L * i));
    }
    return steps.iterator();
  }

  private static EngineOptions options() {
    return new EngineOptions(
        Optional.of(SphericalHarmonics.ambient(1, 1, 1)), 1, 0, false, 5, new Rational(1, 30));
  }

  private LcvdEngine engine() throws IOException {
    return new LcvdEngine(new ModelFolder(TinyModel.write(folder.resolve("weights"))),
        GenerationOptions.published().withSampler("euler", 1).withGuidance(Guidance.constant(2)), 64);
  }

  @Test
  void withoutFlamesFilesTheMeshIsSaidToSupplyTheHints() {
    List<String> notes = new ArrayList<>();
    try (LcvdEngine engine = new LcvdEngine(new ModelFolder(folder), GenerationOptions.published(), 64)) {
      assertThat(engine.perception(notes::add)).isEmpty();
    }
    assertThat(notes).singleElement().asString().contains("built-in mesh supplies the hints", "generic_model.pkl");
  }

  @Test
  void givesAFramePerStepInThePortraitsSizeAndTheStepsTime() throws IOException {
    try (LcvdEngine engine = engine(); Portrait portrait = portrait()) {
      Iterator<Frame> frames = engine.animate(portrait, steps(3), options());
      for (int i = 0; i < 3; i++) {
        try (Frame frame = frames.next()) {
          assertThat(frame.width()).isEqualTo(80);
          assertThat(frame.height()).isEqualTo(60);
          assertThat(frame.presentationTime()).isEqualTo(3L * i);
        }
      }
      assertThat(frames.hasNext()).isFalse();
      assertThat(engine.weightsHash()).hasSize(64);
    }
  }

  @Test
  void theSamplersProgressIsAPartOfTheRenders() throws IOException {
    List<String> told = new ArrayList<>();
    Progress progress = new Progress() {
      @Override
      public void update(long done, long total) {}

      @Override
      public Progress part(String what, String unit) {
        return (done, total) -> told.add(what + " " + done + "/" + total + " " + unit);
      }
    };
    EngineOptions silent = options();
    try (LcvdEngine engine = engine(); Portrait portrait = portrait()) {
      engine.animate(portrait, steps(20), new EngineOptions(silent.sourceLight(), 1, 0, false, 5, silent.timeBase(),
          silent.clock(), progress)).next().close();
    }
    assertThat(told).containsExactly("Sampling 0/2 windows", "Sampling 1/2 windows", "Sampling 2/2 windows");
  }

  @Test
  void aDriverWithoutFramesGivesNone() throws IOException {
    try (LcvdEngine engine = engine(); Portrait portrait = portrait()) {
      assertThat(engine.animate(portrait, Collections.emptyIterator(), options()).hasNext()).isFalse();
    }
  }

  private static Shot shot(int number, boolean face, float matte) {
    Mat picture = new Mat(60, 80, opencv_core.CV_8UC3, new Scalar(20 * number, 120, 150, 0));
    Optional<FaceObservation> seen =
        face ? Optional.of(new FaceObservation(0, mesh(20 + number), new float[12], POSE, 1, false)) : Optional.empty();
    return new Shot(Frame.of(picture, 7L * number, new Rational(1, 30)), seen,
        face ? new Mat(60, 80, opencv_core.CV_32FC1, new Scalar(matte, 0, 0, 0)) : null,
        SphericalHarmonics.ambient(1, 1, 1), SphericalHarmonics.ambient(2, 1, 1));
  }

  private static int red(Frame frame) {
    return frame.pixels().ptr(30, 40).get(0) & 0xff;
  }

  @Test
  void aVideoIsRelitFrameByFrameAndKeepsItsBackgroundAndFramesWithoutAFace() throws IOException {
    List<Shot> shots = List.of(shot(0, false, 0), shot(1, true, 1), shot(2, true, 0), shot(3, false, 0), shot(4, true, 1));
    try (LcvdEngine engine = engine()) {
      Iterator<Frame> frames = engine.relight(shots.iterator(), TOPOLOGY, options());
      int[] reds = new int[5];
      for (int i = 0; i < 5; i++) {
        try (Frame frame = frames.next()) {
          reds[i] = red(frame);
          assertThat(frame.width()).isEqualTo(80);
          assertThat(frame.presentationTime()).isEqualTo(7L * i);
        }
      }
      assertThat(frames.hasNext()).isFalse();
      // without a face, and where the matte says background, the shot's own pixels
      assertThat(reds[0]).isZero();
      assertThat(reds[2]).isEqualTo(40);
      assertThat(reds[3]).isEqualTo(60);
      assertThat(new int[] {reds[1], reds[4]}).as("the person is the model's").isNotEqualTo(new int[] {20, 80});
    }
  }

  @Test
  void aVideoWithoutAnyFacePassesAsItIs() throws IOException {
    try (LcvdEngine engine = engine()) {
      Iterator<Frame> frames = engine.relight(List.of(shot(3, false, 0)).iterator(), TOPOLOGY, options());
      try (Frame frame = frames.next()) {
        assertThat(red(frame)).isEqualTo(60);
      }
      assertThat(frames.hasNext()).isFalse();
    }
  }

  @Test
  void theSquareKeepsProportionsAndPlaces() {
    Square square = new Square(80, 60, 64);
    assertThat(square.put(new float[] {0, 0, 5, 80, 60, 10})).containsExactly(0, 8, 4, 64, 56, 8);
    try (Mat picture = new Mat(60, 80, opencv_core.CV_8UC3, new Scalar(9, 99, 199, 0));
        Frame back = square.take(Frame.still(square.put(picture)), 0, new Rational(1, 1))) {
      assertThat(back.width()).isEqualTo(80);
      assertThat(back.height()).isEqualTo(60);
      assertThat(back.pixels().ptr(30, 40).get(1) & 0xff).isEqualTo(99);
    }
  }

  @Test
  void withoutWeightsTheProviderSaysWhereTheyBelong() {
    System.setProperty("keylight.weights", folder.resolve("none").toString());
    try {
      assertThat(new LcvdProvider().missing()).hasValueSatisfying(reason ->
          assertThat(reason).contains("none").contains("KEYLIGHT_WEIGHTS"));
    } finally {
      System.clearProperty("keylight.weights");
    }
  }
}
