package dev.keylight.lcvd.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that are looked at together, by a model whose layers over time look at three. */
class FilmedFramesTest {
  private static final int TOGETHER = 3;
  private static final SphericalHarmonics SIDE =
      SphericalHarmonics.ambient(0.3f, 0.3f, 0.3f).plus(Lamp.of(60, 10, 0.9f, 0.2f).harmonics());
  private static final EngineOptions OPTIONS = new EngineOptions(
      Optional.of(SphericalHarmonics.ambient(1, 1, 1)), 1, 0, false, 5, new Rational(1, 30));

  @TempDir private static Path folder;
  private static Path mixing;
  private static Path apart;
  private static Path demo;
  private static FaceObservation face;
  private static Portrait portrait;

  @BeforeAll
  static void models() throws IOException {
    mixing = learnt(folder.resolve("mixing"), 0);
    apart = learnt(folder.resolve("apart"), 100);
    demo = Demo.portrait(folder);
    Frame picture = Images.read(demo);
    try (FaceModel faces = new MeshFaceModel(TrackingOptions.still())) {
      face = faces.observe(picture).get(0);
    }
    portrait = new Portrait(picture, face, FaceTopology.builtIn(), matte(picture));
  }

  @AfterAll
  static void close() {
    portrait.close();
  }

  /** @param mix of spatial and temporal: at 100 only the picture counts */
  private static Path learnt(Path model, double mix) throws IOException {
    TinyModel.writeSmall(model);
    Path config = model.resolve("stable-video-diffusion-img2vid-xt/unet/config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"num_frames\": " + TOGETHER + ", "));
    Path file = model.resolve("relipa/unet.safetensors");
    Checkpoint all = Checkpoint.open(file);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (TensorEntry entry : all.entries()) {
      Tensor weight = all.tensor(entry.name()).clone();
      if (entry.name().endsWith("mix_factor")) {
        weight.fill_(new org.bytedeco.pytorch.Scalar(mix));
      }
      weights.put(entry.name(), weight);
    }
    SafetensorsWriter.write(file, weights);
    return model;
  }

  private static Engine engine(Path model, String manner) {
    return new TinyEngine(new ModelFolder(model), TinyOptions.read(manner));
  }

  private static Mat matte(Frame picture) {
    return new Mat(picture.height(), picture.width(), opencv_core.CV_32FC1, new Scalar(1));
  }

  private static Step step(int i) {
    float[] moved = face.vertices().clone();
    for (int v = 0; v < moved.length; v += 3) {
      moved[v] += 2 * i;
    }
    return new Step(new AlignedFace(moved, face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false), SIDE, 3L * i);
  }

  private static List<Frame> animated(Engine engine, int frames) {
    List<Frame> made = new ArrayList<>();
    engine.animate(portrait, IntStream.range(0, frames).mapToObj(FilmedFramesTest::step).iterator(), OPTIONS)
        .forEachRemaining(made::add);
    return made;
  }

  private static double difference(Frame a, Frame b) {
    return opencv_core.norm(a.pixels(), b.pixels(), opencv_core.NORM_INF, new Mat());
  }

  @Test
  void clips_of_any_length_come_out_whole_and_in_order() {
    try (Engine together = engine(apart, "sigma=2"); Engine alone = engine(apart, "frames=1")) {
      List<Frame> wanted = animated(alone, 8);
      for (int frames = 1; frames <= 8; frames++) {
        List<Frame> made = animated(together, frames);
        assertThat(made).as("of %d", frames).extracting(Frame::presentationTime)
            .containsExactly(IntStream.range(0, frames).mapToObj(i -> 3L * i).toArray(Long[]::new));
        for (int i = 0; i < frames; i++) {
          // its layers over time are blended away, so each frame must be what it is by itself, up to rounding
          assertThat(difference(made.get(i), wanted.get(i))).as("frame %d of %d", i, frames).isLessThanOrEqualTo(1);
        }
        made.forEach(Frame::close);
      }
      assertThat(difference(wanted.get(0), wanted.get(7))).as("frames differ").isGreaterThan(20);
    }
  }

  @Test
  void neighbours_are_seen_and_a_single_picture_is_by_itself() {
    try (Engine together = engine(mixing, "steps=2"); Engine alone = engine(mixing, "steps=2,frames=1")) {
      List<Frame> wanted = animated(alone, 5);
      List<Frame> made = animated(together, 5);
      for (int i = 0; i < 5; i++) {
        assertThat(difference(made.get(i), wanted.get(i))).as("frame %d", i).isGreaterThan(1);
      }
      assertThat(difference(animated(together, 1).get(0), wanted.get(0))).as("one frame").isLessThanOrEqualTo(1);
    }
  }

  @Test
  void no_more_than_a_window_is_read_ahead() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Step> steps = IntStream.range(0, 12).mapToObj(i -> {
      read.incrementAndGet();
      return step(i);
    }).iterator();
    try (Engine together = engine(apart, "sigma=2")) {
      Iterator<Frame> frames = together.animate(portrait, steps, OPTIONS);
      for (int i = 0; i < 12; i++) {
        frames.next().close();
        assertThat(read.get() - i).as("read ahead of frame %d", i).isLessThanOrEqualTo(TOGETHER + 2);
      }
      assertThat(frames.hasNext()).isFalse();
    }
  }

  @Test
  void faces_that_go_or_jump_end_a_clip() {
    float[] elsewhere = face.vertices().clone();
    for (int v = 0; v < elsewhere.length; v += 3) {
      elsewhere[v] = 0.5f * elsewhere[v];
      elsewhere[v + 1] = 0.5f * elsewhere[v + 1];
    }
    FaceObservation jumped = new FaceObservation(0, elsewhere, face.canonical(), face.pose(), 1, false);
    Optional<FaceObservation> here = Optional.of(face);
    Optional<FaceObservation> there = Optional.of(jumped);
    // sampled, because the light that is there is followed over a whole render
    try (Engine together = engine(mixing, "steps=2"); Frame filmed = Images.read(demo)) {
      List<Frame> gap = relit(together, List.of(here, here, Optional.empty(), there, there));
      List<Frame> jump = relit(together, List.of(here, here, there, there));
      assertThat(gap).hasSize(5);
      assertThat(difference(gap.get(2), filmed)).as("without a face").isZero();
      for (int i = 0; i < 4; i++) {
        assertThat(difference(jump.get(i), gap.get(i < 2 ? i : i + 1))).as("frame %d", i).isLessThanOrEqualTo(1);
      }
      List<Frame> alone = relit(together, List.of(here));
      assertThat(difference(gap.get(0), alone.get(0))).as("a neighbour is seen").isGreaterThan(1);
    }
  }

  private static List<Frame> relit(Engine engine, List<Optional<FaceObservation>> seen) {
    List<Shot> shots = new ArrayList<>();
    for (Optional<FaceObservation> one : seen) {
      Frame filmed = Images.read(demo);
      shots.add(new Shot(filmed, one, one.isPresent() ? matte(filmed) : null, SphericalHarmonics.ambient(1, 1, 1), SIDE));
    }
    List<Frame> frames = new ArrayList<>();
    engine.relight(shots.iterator(), FaceTopology.builtIn(), OPTIONS).forEachRemaining(frames::add);
    return frames;
  }
}
