package dev.keylight.lcvd.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Engines;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.light.Lamp;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import dev.keylight.pipeline.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small model's engine with weights that know nothing: what it may touch, and what it hands on. */
class TinyEngineTest {
  private static final SphericalHarmonics SIDE =
      SphericalHarmonics.ambient(0.3f, 0.3f, 0.3f).plus(Lamp.of(60, 10, 0.9f, 0.2f).harmonics());
  private static final int STEPS = 6;

  /** What the warp puts on before the model changes the face. */
  private static final float WARPED = (float) TinyOptions.DEFAULT.warp();

  @TempDir Path folder;

  private Engine engine() throws IOException {
    return new TinyEngine(new ModelFolder(TinyModel.writeSmall(folder.resolve("small"))), TinyOptions.DEFAULT);
  }

  private Frame picture() {
    return Images.read(Demo.portrait(folder));
  }

  private static FaceObservation face(Frame picture) {
    try (FaceModel faces = new MeshFaceModel(TrackingOptions.still())) {
      return faces.observe(picture).get(0);
    }
  }

  private static Mat matte(Frame picture) {
    return new Mat(picture.height(), picture.width(), opencv_core.CV_32FC1, new Scalar(1));
  }

  private static EngineOptions options(float strength) {
    return new EngineOptions(Optional.of(SphericalHarmonics.ambient(1, 1, 1)), strength, 0, false, 5, new Rational(1, 30));
  }

  private List<Frame> animated(Engine engine, Portrait portrait, float strength) {
    List<Step> steps = new ArrayList<>();
    FaceObservation face = portrait.face();
    for (int i = 0; i < STEPS; i++) {
      float[] moved = face.vertices().clone();
      for (int v = 0; v < moved.length; v += 3) {
        moved[v] += i;
      }
      steps.add(new Step(
          new AlignedFace(moved, face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false), SIDE, 3L * i));
    }
    List<Frame> frames = new ArrayList<>();
    engine.animate(portrait, steps.iterator(), options(strength)).forEachRemaining(frames::add);
    return frames;
  }

  /** Largest difference of two pictures, inside or outside of a square. */
  private static double difference(Frame a, Frame b, HeadSquare square, boolean inside) {
    try (Mat difference = new Mat(); Mat head = new Mat()) {
      opencv_core.absdiff(a.pixels(), b.pixels(), difference);
      try (Mat view = square.view(difference)) {
        view.copyTo(head);
        view.setTo(new Mat(new Scalar(0, 0, 0, 0)));
      }
      return opencv_core.norm(inside ? head : difference, opencv_core.NORM_INF, new Mat());
    }
  }

  @Test
  void changes_the_face_and_nothing_outside_the_heads_square() throws IOException {
    Frame picture = picture();
    FaceObservation face = face(picture);
    HeadSquare square = HeadSquare.around(face.vertices(), picture.width(), picture.height());
    try (Portrait portrait = new Portrait(picture, face, FaceTopology.builtIn(), matte(picture));
        Engine tiny = engine(); Engine warp = new WarpEngine()) {
      List<Frame> made = animated(tiny, portrait, 1);
      List<Frame> warped = animated(warp, portrait, WARPED);
      assertThat(made).hasSize(STEPS);
      for (int i = 0; i < STEPS; i++) {
        assertThat(made.get(i).presentationTime()).isEqualTo(3L * i);
        assertThat(difference(made.get(i), warped.get(i), square, false)).as("outside, frame %d", i).isZero();
        assertThat(difference(made.get(i), warped.get(i), square, true)).as("inside, frame %d", i).isPositive();
      }
      assertThat(tiny.weightsHash()).hasSize(64);
    }
  }

  @Test
  void the_same_seed_gives_the_same_frames() throws IOException {
    Frame picture = picture();
    FaceObservation face = face(picture);
    HeadSquare whole = new HeadSquare(0, 0, Math.min(picture.width(), picture.height()));
    try (Portrait portrait = new Portrait(picture, face, FaceTopology.builtIn(), matte(picture)); Engine tiny = engine()) {
      List<Frame> first = animated(tiny, portrait, 1);
      List<Frame> again = animated(tiny, portrait, 1);
      for (int i = 0; i < STEPS; i++) {
        assertThat(difference(first.get(i), again.get(i), whole, true)).isZero();
      }
    }
  }

  private static double apart(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item_double();
  }

  @Test
  void layers_over_time_need_not_be_in_the_file() throws IOException {
    Path whole = TinyModel.writeSmall(folder.resolve("whole"));
    Path spatial = TinyModel.writeSmall(folder.resolve("spatial"));
    Path file = spatial.resolve("relipa/unet.safetensors");
    Checkpoint all = Checkpoint.open(file);
    Map<String, Tensor> kept = new LinkedHashMap<>();
    all.entries().stream().map(TensorEntry::name).filter(name -> !TinyNetworks.overTime(name))
        .forEach(name -> kept.put(name, all.tensor(name).clone()));
    assertThat(kept.size()).isBetween(all.entries().size() / 4, 3 * all.entries().size() / 4);
    SafetensorsWriter.write(file, kept);
    try (TinyNetworks one = new TinyNetworks(new ModelFolder(whole)); TinyNetworks other = new TinyNetworks(new ModelFolder(spatial));
        PointerScope scope = new PointerScope()) {
      Tensor latents = torch.randn(new long[] {1, 4, 8, 8}, new TensorOptions());
      Tensor wanted = torch.rand(new long[] {1, 3, 64, 64}, new TensorOptions());
      Tensor present = torch.rand(new long[] {1, 3, 64, 64}, new TensorOptions());
      Tensor relit = one.relit(latents, latents, wanted, present, 1, 2, 1);
      // weights lie elsewhere in the other file, and kernels may round by their alignment
      assertThat(apart(relit, other.relit(latents, latents, wanted, present, 1, 2, 1))).isLessThan(1e-5);
      assertThat(apart(relit, latents)).isGreaterThan(1e-3);
      assertThat(apart(one.relit(latents, latents, wanted, wanted, 1, 2, 1), latents)).as("no other light, no change").isLessThan(1e-6);
    }
  }

  @Test
  void without_a_new_light_the_warps_frames_pass() throws IOException {
    Frame picture = picture();
    FaceObservation face = face(picture);
    HeadSquare whole = new HeadSquare(0, 0, Math.min(picture.width(), picture.height()));
    try (Portrait portrait = new Portrait(picture, face, FaceTopology.builtIn(), matte(picture));
        Engine tiny = engine(); Engine warp = new WarpEngine()) {
      List<Frame> made = animated(tiny, portrait, 0);
      List<Frame> warped = animated(warp, portrait, 0);
      assertThat(difference(made.get(STEPS - 1), warped.get(STEPS - 1), whole, true)).isZero();
    }
  }

  private static List<Frame> relit(Engine engine, List<Shot> shots, float strength) {
    List<Frame> frames = new ArrayList<>();
    engine.relight(shots.iterator(), FaceTopology.builtIn(), options(strength)).forEachRemaining(frames::add);
    return frames;
  }

  private List<Shot> shots(FaceObservation face) {
    List<Shot> shots = new ArrayList<>();
    for (boolean seen : new boolean[] {true, false, true}) {
      Frame filmed = picture();
      shots.add(new Shot(filmed, seen ? Optional.of(face) : Optional.empty(), seen ? matte(filmed) : null,
          SphericalHarmonics.ambient(1, 1, 1), SIDE));
    }
    return shots;
  }

  @Test
  void relights_shots_with_a_face_and_passes_the_others() throws IOException {
    try (Engine tiny = engine(); Engine warp = new WarpEngine(); Frame filmed = picture()) {
      FaceObservation face = face(filmed);
      HeadSquare square = HeadSquare.around(face.vertices(), filmed.width(), filmed.height());
      List<Frame> made = relit(tiny, shots(face), 1);
      List<Frame> warped = relit(warp, shots(face), WARPED);
      assertThat(made).hasSize(3);
      for (int i : new int[] {0, 2}) {
        assertThat(difference(made.get(i), warped.get(i), square, false)).as("outside, frame %d", i).isZero();
        assertThat(difference(made.get(i), warped.get(i), square, true)).as("inside, frame %d", i).isPositive();
      }
      assertThat(difference(made.get(1), filmed, square, false) + difference(made.get(1), filmed, square, true)).isZero();
    }
  }

  @Test
  void manners_are_read_and_others_named() {
    assertThat(TinyOptions.read("guidance=2,sigma=1.5,steps=4")).isEqualTo(new TinyOptions(2, 1.5, 4, true, true, 1, 100));
    assertThat(TinyOptions.read("steps=4,reference-only")).isEqualTo(new TinyOptions(1, 0.5, 4, false, true, 1, 100));
    assertThat(TinyOptions.read("guidance=3,shading-only")).as("no guidance without the portrait").isEqualTo(new TinyOptions(1, 0.5, 2, true, false, 1, 100));
    assertThat(TinyOptions.read("shading-only,guidance=3").guidance()).isEqualTo(1);
    assertThat(TinyOptions.read("guidance=3").sampled()).isFalse();
    assertThat(TinyOptions.read("warp=0.5").warp()).isEqualTo(0.5);
    assertThat(TinyOptions.read("frames=1").frames()).isEqualTo(1);
    assertThat(TinyOptions.read("warp=0.5").guidance()).isEqualTo(TinyOptions.DEFAULT.guidance());
    for (String wrong : new String[] {"fast", "sigma", "sigma=a", "sigma=0", "steps=1000", "guidance=NaN", ""}) {
      assertThatThrownBy(() -> TinyOptions.read(wrong)).isInstanceOf(BadInputException.class)
          .hasMessageContaining("lcvd-tiny");
    }
  }

  @Test
  void without_a_model_it_says_how_to_get_one() {
    String before = System.getProperty("keylight.tiny");
    System.setProperty("keylight.tiny", folder.resolve("nowhere").toString());
    try {
      assertThat(new TinyProvider().missing().orElseThrow()).contains("keylight train", "nowhere");
      assertThatThrownBy(() -> Engines.open("lcvd-tiny")).hasMessageContaining("keylight train");
    } finally {
      if (before == null) {
        System.clearProperty("keylight.tiny");
      } else {
        System.setProperty("keylight.tiny", before);
      }
    }
  }
}
