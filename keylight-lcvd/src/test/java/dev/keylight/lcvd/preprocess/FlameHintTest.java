package dev.keylight.lcvd.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.face.FaceObservation;
import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.GeneratedPicture;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.flame.FlameModel;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projection, drawing and resizing against the formulas of spec 7.6 and 7.7 in numpy, and against Pillow. */
class FlameHintTest {
  private static final int SIDE = 64;
  private static final Projection CAMERA =
      new Projection(new float[] {7.5f, .01f, -.02f}, new CropTransform(30.5, 33, 50));

  @TempDir Path folder;
  private Flame flame;
  private float[] betas;

  @BeforeEach
  void readModel() throws IOException {
    try (InputStream in = Expected.class.getResourceAsStream("flame/model.pkl")) {
      Path file = Files.write(folder.resolve("model.pkl"), in.readAllBytes());
      flame = new Flame(FlameModel.read(file, new FlameModel.Basis(6, 12, 4)));
    }
    betas = GeneratedParameters.numbers("flame.betas", 10);
  }

  private DecaCode code() {
    float[] light = GeneratedParameters.numbers("hint.light", 27);
    for (int c = 0; c < 3; c++) {
      light[c] += 3;
    }
    return new DecaCode(Arrays.copyOf(betas, 6), Arrays.copyOfRange(betas, 6, 10), new float[6], CAMERA.camera(),
        new SphericalHarmonics(light));
  }

  /** Pixels of some 50: 32-bit rounding is 4e-6. */
  @Test
  void verticesLandInThePicture() {
    try (PointerScope scope = new PointerScope()) {
      DecaCode code = code();
      float[] head = flame.vertices(code.shape(), code.expression(), code.pose());
      Expected.near(Tensor.create(CAMERA.apply(head, SIDE), 24, 3), "hint.projected", 2e-5);
    }
  }

  /**
   * A heap of triangles at random, in front of and behind each other, drawn by testing every pixel against every triangle.
   * A pixel whose level lies on the edge of truncation, or whose centre lies on an edge, may differ.
   */
  @Test
  void aPictureIsTheRendererOfTheSpec() {
    int[] triangles = Arrays.copyOf(flame.model().triangles(), 36);
    FlameHint hint = new FlameHint(flame.model().vertexCount(), triangles, SIDE);
    Sighting face = new Sighting(code(), CAMERA.crop());
    try (PointerScope scope = new PointerScope(); Frame drawn = hint.draw(face.head(flame), face.projection(), face.code().light())) {
      float[] actual = GeneratedPicture.numbers(drawn.pixels());
      Tensor expected = Expected.of("hint.picture").to(org.bytedeco.pytorch.global.torch.ScalarType.Float).contiguous();
      float[] levels = new float[actual.length];
      expected.data_ptr_float().get(levels);
      int lit = 0;
      int different = 0;
      for (int i = 0; i < levels.length; i++) {
        lit += levels[i] > 0 ? 1 : 0;
        different += Math.abs(levels[i] - actual[i]) > 1 ? 1 : 0;
      }
      assertThat(lit).as("numbers above black").isGreaterThan(1000);
      assertThat(different).isLessThanOrEqualTo(3);
    }
  }

  /** As a face model like any other, the same mesh lands at the same place: pose and canonical mesh say it in other words. */
  @Test
  void poseAndCanonicalMeshSayWhereTheVerticesAre() {
    DecaCode still = code();
    DecaCode turned = new DecaCode(still.shape(), still.expression(), new float[] {.3f, -.5f, .1f, .2f, 0, 0},
        still.camera(), still.light());
    float[] expected = CAMERA.apply(flame.vertices(turned.shape(), turned.expression(), turned.pose()), SIDE);
    FaceObservation face = DecaFaceModel.observation(flame, new Sighting(turned, CAMERA.crop()), 2);
    for (int v = 0; v < face.vertexCount(); v++) {
      assertThat(face.x(v)).isEqualTo(2 * expected[3 * v], Offset.offset(2e-3f));
      assertThat(face.y(v)).isEqualTo(2 * expected[3 * v + 1], Offset.offset(2e-3f));
      // one scale for all three here; the published renderer scales depth with the picture instead of the crop
      float ratio = CAMERA.scale() / (CAMERA.camera()[0] * SIDE / 2);
      assertThat(face.z(v)).isEqualTo(2 * expected[3 * v + 2] * ratio, Offset.offset(2e-3f));
    }
  }

  @ParameterizedTest
  @CsvSource({"50,41", "131,97", "80,33"})
  void resizesAsPillowByteForByte(int width, int height) {
    try (PointerScope scope = new PointerScope(); Mat picture = GeneratedPicture.of("input.crop", 60, 80);
        Mat resized = PillowBicubic.resize(picture, width, height)) {
      Expected.near(Tensor.create(GeneratedPicture.numbers(resized), height, width, 3), "pillow." + width + "x" + height, 0);
    }
  }
}
