package dev.keylight.lcvd.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.checkpoint.ObjectFile;
import dev.keylight.lcvd.flame.FlameModel.Basis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * FLAME from files that Python 2 wrote, against the formulas in PyTorch. Coordinates are some 0.1 m; 32-bit sums of a dozen
 * terms differ by 1e-8, so 1e-7 m, a ten-thousandth of a millimetre, catches any wrong term.
 */
class FlameTest {
  private static final double TOLERANCE = 1e-7;
  private static final Basis SMALL = new Basis(6, 12, 4);

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream in = Expected.class.getResourceAsStream("flame/" + name)) {
      return Files.write(copy, in.readAllBytes());
    }
  }

  private Flame flame() throws IOException {
    return new Flame(FlameModel.read(file("model.pkl"), SMALL));
  }

  private static float[] pose() {
    float[] pose = GeneratedParameters.numbers("flame.pose", 15);
    for (int i = 0; i < pose.length; i++) {
      pose[i] *= 0.6f;
    }
    return pose;
  }

  private static void near(float[] actual, String expected) {
    try (PointerScope scope = new PointerScope()) {
      Tensor e = Expected.of(expected);
      Expected.near(Tensor.create(actual, actual.length / 3, 3), e, TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pkl", "model-text.pkl"})
  void binaryAndTextPicklesHoldTheSameModel(String name) throws IOException {
    FlameModel model = FlameModel.read(file(name), SMALL);
    FlameModel other = FlameModel.read(file("model.pkl"), SMALL);
    assertThat(model.vertexCount()).isEqualTo(24);
    assertThat(model.triangles()).isEqualTo(other.triangles()).hasSize(90);
    assertThat(model.parents()).containsExactly(-1, 0, 1, 1, 1);
    assertThat(model.correctives()).isDeepEqualTo(other.correctives());
    assertThat(model.shape()).isDeepEqualTo(other.shape());
  }

  @Test
  void headsAreTheFormulas() throws IOException {
    Flame flame = flame();
    float[] betas = GeneratedParameters.numbers("flame.betas", 10);
    float[] shape = Arrays.copyOf(betas, 6);
    float[] expression = Arrays.copyOfRange(betas, 6, 10);
    near(flame.vertices(new float[6], new float[4], new float[6]), "flame.rest");
    near(flame.vertices(shape, expression, new float[6]), "flame.shape");
    near(flame.vertices(shape, expression, Arrays.copyOf(pose(), 6)), "flame.deca");
    near(flame.posed(shape, expression, pose()), "flame.full");
    near(flame.vertices(new float[6], new float[4], new float[] {0, 3.1415927f, 0, 0, 0, 0}), "flame.half_turn");
  }

  @ParameterizedTest
  @CsvSource({"front,0", "left,0.3", "right,-0.3", "far,-1.2", "past,1.2"})
  void theJawLineFollowsTheTurn(String name, float turn) throws IOException {
    Flame flame = flame();
    LandmarkEmbedding landmarks = LandmarkEmbedding.read(file("landmark_embedding.npy"), flame.model());
    float[] betas = GeneratedParameters.numbers("flame.betas", 10);
    float[] vertices =
        flame.vertices(Arrays.copyOf(betas, 6), Arrays.copyOfRange(betas, 6, 10), Arrays.copyOf(pose(), 6));
    near(landmarks.seen(vertices, new float[] {0, turn, 0}), "flame.landmarks." + name);
    near(landmarks.solid(vertices), "flame.landmarks.solid");
  }

  @Test
  void faceTrianglesAreTheListedOnes() throws IOException {
    FlameModel model = flame().model();
    file("masks.pkl").toFile().renameTo(folder.resolve(FaceRegion.REGIONS).toFile());
    file("face-id.pkl").toFile().renameTo(folder.resolve(FaceRegion.TRIANGLES).toFile());
    FaceRegion region = FaceRegion.read(folder, model);
    assertThat(region.derived()).isFalse();
    assertThat(region.triangles()).hasSize(9)
        .startsWith(model.triangles()[12], model.triangles()[13], model.triangles()[14]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"masks.pkl", "masks-text.pkl"})
  void withoutTheListATriangleIsFaceWhenItsThreeVerticesAre(String name) throws IOException {
    FlameModel model = flame().model();
    file(name).toFile().renameTo(folder.resolve(FaceRegion.REGIONS).toFile());
    FaceRegion region = FaceRegion.read(folder, model);
    assertThat(region.derived()).isTrue();
    int[] t = model.triangles();
    long inside = 0;
    for (int i = 0; i < t.length; i += 3) {
      inside += t[i] < 16 && t[i + 1] < 16 && t[i + 2] < 16 ? 1 : 0;
    }
    assertThat(region.triangles()).hasSize((int) (3 * inside));
    assertThat(Arrays.stream(region.triangles())).isNotEmpty().allMatch(v -> v < 16);
  }

  @Test
  void aFolderWithoutRegionsIsToldWhereToGetThem() throws IOException {
    FlameModel model = flame().model();
    assertThatThrownBy(() -> FaceRegion.read(folder, model)).isInstanceOf(BadInputException.class)
        .hasMessageContaining(FaceRegion.REGIONS);
  }

  @Test
  void aModelOfTooFewExpressionsIsRefused() throws IOException {
    Path file = file("model.pkl");
    assertThatThrownBy(() -> FlameModel.read(file, Basis.DECA)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("only 20 shapes and expressions");
  }

  @Test
  void arraysOfOtherOrdersComeOutRowMajor() throws IOException {
    assertThat(ObjectFile.array(file("columns.npy")).floats()).isEqualTo(GeneratedParameters.numbers("npy", 12));
    assertThat(ObjectFile.array(file("big.npy")).ints()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aRegionKeepsItsTrianglesOverItsOwnVertices() {
    FaceRegion region = new FaceRegion(new int[] {7, 4, 9, 4, 7, 2}, false);
    assertThat(region.vertices()).containsExactly(2, 4, 7, 9);
    assertThat(region.renumbered()).containsExactly(2, 1, 3, 1, 2, 0);
  }
}
