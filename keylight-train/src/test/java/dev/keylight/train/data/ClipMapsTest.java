package dev.keylight.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.flame.FlameModel;
import dev.keylight.lcvd.preprocess.FlameHint;
import dev.keylight.lcvd.preprocess.Sighting;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.shading.LandmarkMap;
import dev.keylight.train.SmallData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn from a stored clip, beside what the published preprocessing draws of the same sighting. */
class ClipMapsTest {
  private static final int SIDE = 64;
  private static final int FRAMES = 3;

  @TempDir private Path folder;

  private Flame flame() throws IOException {
    try (InputStream in = Expected.class.getResourceAsStream("flame/model.pkl")) {
      Path file = Files.write(folder.resolve("model.pkl"), in.readAllBytes());
      return new Flame(FlameModel.read(file, new FlameModel.Basis(6, 12, 4)));
    }
  }

  /** Another face, camera, crop and light for each frame. */
  private static Sighting sighting(int frame) {
    float[] betas = GeneratedParameters.numbers("flame.betas", 10);
    float[] light = GeneratedParameters.numbers("hint.light", 27);
    for (int c = 0; c < 3; c++) {
      light[c] += 3 - frame;
    }
    return new Sighting(
        new DecaCode(Arrays.copyOf(betas, 6), Arrays.copyOfRange(betas, 6, 10), new float[] {.1f * frame, .2f, 0, .1f, 0, 0},
            new float[] {7.5f, .01f, -.02f * frame}, new SphericalHarmonics(light)),
        new CropTransform(30.5 + frame / 3.0, 33, 50 - frame));
  }

  private static float[] landmarks(int frame) {
    float[] landmarks = FaceTopology.builtIn().canonical().clone();
    for (int i = 0; i < landmarks.length; i++) {
      landmarks[i] = landmarks[i] * 1.5f + SIDE / 2f + frame;
    }
    return Arrays.copyOf(landmarks, 3 * 478);
  }

  private static boolean same(Frame a, Frame b) {
    try (Mat difference = new Mat()) {
      opencv_core.absdiff(a.pixels(), b.pixels(), difference);
      return opencv_core.countNonZero(difference.reshape(1)) == 0;
    }
  }

  @Test
  void a_stored_clip_gives_the_published_hint_and_landmark_map_to_the_last_level() throws IOException {
    Flame flame = flame();
    FaceRegion region = new FaceRegion(Arrays.copyOf(flame.model().triangles(), 36), false);
    assertThat(region.vertices().length).as("a part of the head").isBetween(10, flame.model().vertexCount() - 1);
    Path file = folder.resolve("clip.safetensors");
    float[] mesh = Arrays.copyOf(FaceTopology.builtIn().canonical(), 3 * 478);
    Pose pose = new Pose(1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[3]);
    try (ClipWriter clip = new ClipWriter(SIDE, FRAMES + 2, 478).withFlame(region.vertices().length, region.renumbered(), 478);
        Mat matte = new Mat(SIDE, SIDE, opencv_core.CV_32F, new Scalar(0))) {
      for (int i = 0; i < FRAMES; i++) {
        try (Frame frame = Frame.still(new Mat(SIDE, SIDE, opencv_core.CV_8UC3, Scalar.all(9)))) {
          clip.add(frame, new FaceObservation(0, mesh, mesh, pose, 1, false), matte, SphericalHarmonics.ambient(1, 1, 1));
        }
        clip.flame(FlameSight.of(flame, region.vertices(), sighting(i), landmarks(i)));
      }
      clip.write(file);
    }
    FlameHint published = new FlameHint(flame.model().vertexCount(), region.triangles(), SIDE);
    try (Clip clip = Clip.open(file)) {
      assertThat(clip.hasFlame()).isTrue();
      ClipMaps maps = new ClipMaps(clip);
      for (int i = 0; i < FRAMES; i++) {
        Sighting face = sighting(i);
        try (Frame hint = maps.shading(i); Frame map = maps.landmarks(i);
            Frame expected = published.draw(face.head(flame), face.projection(), face.code().light());
            Frame expectedMap = LandmarkMap.draw(landmarks(i), SIDE, SIDE); Frame other = maps.shading((i + 1) % FRAMES)) {
          assertThat(opencv_core.mean(hint.pixels()).get(0)).as("something is drawn").isGreaterThan(3);
          assertThat(same(hint, expected)).as("hint of frame %d", i).isTrue();
          assertThat(same(map, expectedMap)).as("landmarks of frame %d", i).isTrue();
          assertThat(same(hint, other)).as("each frame has its own").isFalse();
        }
      }
    }
  }

  @Test
  void a_clip_without_flame_is_drawn_with_the_built_in_mesh() throws IOException {
    Dataset plain = Dataset.open(SmallData.write(folder.resolve("plain"), SIDE, 2));
    Dataset published = Dataset.open(SmallData.withFlame(folder.resolve("flame"), SIDE, 2));
    try (Clip mesh = Clip.open(plain.file(plain.rows().get(0))); Clip deca = Clip.open(published.file(published.rows().get(0)));
        Frame a = new ClipMaps(mesh).shading(1); Frame b = new ClipMaps(deca).shading(1)) {
      assertThat(mesh.hasFlame()).isFalse();
      assertThat(opencv_core.mean(a.pixels()).get(0)).isGreaterThan(5);
      assertThat(same(a, b)).isFalse();
    }
  }

  @Test
  void clips_of_both_kinds_in_one_data_set_are_refused() throws IOException {
    Path plain = SmallData.write(folder.resolve("plain"), SIDE, 2);
    Path published = SmallData.withFlame(folder.resolve("flame"), SIDE, 2);
    List<ManifestRow> rows = new ArrayList<>(Dataset.open(plain).rows());
    rows.addAll(Dataset.open(published).rows());
    Dataset.write(plain, rows);
    assertThatThrownBy(() -> Dataset.open(plain)).isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("manifest.jsonl", "DECA's hints", "built-in mesh's", "--face-model");
  }

  @Test
  void what_is_no_clip_is_said() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no clip of any kind");
    assertThatThrownBy(() -> Clip.open(text)).isInstanceOf(BadInputException.class).hasMessageContaining("text.safetensors");
  }
}
