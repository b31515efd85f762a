package dev.keylight.lcvd.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "stream.tar"})
  void readsWhatPyTorchWroteWhateverTheContainerAndTheStrides(String name) throws IOException {
    Checkpoint expected = Checkpoint.open(Fixtures.file("expected.safetensors", folder));
    Checkpoint actual = Checkpoint.open(Fixtures.file(name, folder));

    assertThat(actual.entries()).extracting(TensorEntry::name)
        .containsExactlyInAnyOrderElementsOf(expected.entries().stream().map(TensorEntry::name).toList());
    try (PointerScope scope = new PointerScope()) {
      for (TensorEntry entry : expected.entries()) {
        Tensor read = actual.tensor(entry.name());
        assertThat(read.shape()).as(entry.name()).isEqualTo(entry.shape());
        assertThat(read.equal(expected.tensor(entry.name()))).as(entry.name()).isTrue();
      }
      assertThat(actual.tensor("transposed").is_contiguous()).isFalse();
    }
  }

  /** FAN is published as a program; its tensors are read, its code, compressed beside them, is not. */
  @Test
  void readsTheTensorsOfATorchScriptArchive() throws IOException {
    Checkpoint expected = Checkpoint.open(Fixtures.file("script.safetensors", folder));
    Checkpoint actual = Checkpoint.open(Fixtures.file("script.zip", folder));

    assertThat(actual.entries()).extracting(TensorEntry::name)
        .containsExactlyInAnyOrderElementsOf(expected.entries().stream().map(TensorEntry::name).toList());
    try (PointerScope scope = new PointerScope()) {
      for (TensorEntry entry : expected.entries()) {
        assertThat(actual.tensor(entry.name()).equal(expected.tensor(entry.name()))).as(entry.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.pth", "nested-stream.tar"})
  void findsTheTensorsOfNestedDictionariesAndSkipsWhatIsNone(String name) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(Fixtures.file(name, folder));

    assertThat(checkpoint.entries()).singleElement().extracting(TensorEntry::name).isEqualTo("E_flame.layers.0.weight");
    assertThat(checkpoint.part("E_flame").entry("layers.0.weight").shape()).containsExactly(6, 5);
  }

  @Test
  void tensorsOutliveTheFileTheyWereMappedFrom() throws IOException {
    Path file = Fixtures.file("zip.pth", folder);
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Checkpoint.open(file).tensor("plain");
      Files.delete(file);
      assertThat(tensor.sum().item_double()).isFinite();
    }
  }

  @Test
  void convertingKeepsEveryBit() throws IOException {
    Checkpoint source = Checkpoint.open(Fixtures.file("zip.pth", folder));
    Path converted = folder.resolve("converted.safetensors");
    SafetensorsWriter.convert(source, converted);

    Checkpoint read = Checkpoint.open(converted);
    assertThat(read.entries()).hasSameSizeAs(source.entries());
    try (PointerScope scope = new PointerScope()) {
      for (TensorEntry entry : source.entries()) {
        assertThat(read.tensor(entry.name()).equal(source.tensor(entry.name()))).as(entry.name()).isTrue();
        assertThat(read.entry(entry.name()).type()).isEqualTo(entry.type());
      }
    }
  }

  @Test
  void loadingNamesEveryDifference() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(Fixtures.file("zip.pth", folder))
        .adapted(e -> e.name().equals("plain") || e.name().equals("parameter") || e.name().equals("steps") ? e : null);
    try (LoadedParameters parameters =
        new LoadedParameters(checkpoint, ScalarType.Float, new Device(new BytePointer("cpu")))) {
      parameters.take("plain", 5, 6);
      parameters.at("layer", 3).take("weight", 2);
      parameters.take("steps");

      assertThatThrownBy(parameters::finish)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("plain has the shape [6, 5] instead of [5, 6]")
          .hasMessageContaining("missing layer.3.weight [2]")
          .hasMessageContaining("extra parameter");
    }
  }

  @Test
  void declaringTakesNoMemoryAndRemembersTheKeys() {
    DeclaredParameters declared = new DeclaredParameters();
    declared.at("big").take("weight", 1 << 20, 1 << 20);

    assertThat(declared.shapes()).containsOnlyKeys("big.weight");
    assertThat(declared.elements()).isEqualTo(1L << 40);
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("unet.pth")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unet.pth is not there");
  }

  @Test
  void aHeaderWhoseLengthLooksLikeAPickleIsStillSafetensors() throws IOException {
    byte[] file = new byte[8 + 0x280];
    Arrays.fill(file, (byte) ' ');
    System.arraycopy(new byte[] {(byte) 0x80, 2, 0, 0, 0, 0, 0, 0, '{', '}'}, 0, file, 0, 10);

    assertThat(Checkpoint.open(Files.write(folder.resolve("odd.safetensors"), file)).entries()).isEmpty();
  }

  @Test
  void writesWhatItReads() {
    Path file = folder.resolve("written.safetensors");
    try (PointerScope scope = new PointerScope()) {
      Tensor numbers = Tensor.create(new float[] {1, -0f, Float.NaN, Float.MIN_VALUE}, 2, 2);
      SafetensorsWriter.write(file, Map.of("numbers", numbers));
      float[] read = new float[4];
      new FloatPointer(Checkpoint.open(file).tensor("numbers").data_ptr()).get(read);
      assertThat(read).containsExactly(1, -0f, Float.NaN, Float.MIN_VALUE);
    }
  }
}
