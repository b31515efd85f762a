package dev.keylight.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The outputs stored by tools/lcvd_network_fixtures.py and tools/face_fixtures.py. */
public final class Expected {
  private static final List<Checkpoint> FILES = Stream.of(
      "networks/outputs", "networks/blocks", "networks/sampling", "face/outputs").map(file -> open(file + ".safetensors")).toList();

  private Expected() {}

  static Checkpoint open(String resource) {
    try (InputStream in = Expected.class.getResourceAsStream(resource)) {
      Path file = Files.createTempFile("expected", ".safetensors");
      file.toFile().deleteOnExit();
      Files.write(file, in.readAllBytes());
      return Checkpoint.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Tensor of(String name) {
    return FILES.stream().filter(file -> file.entry(name) != null).findFirst().orElseThrow().tensor(name);
  }

  /** Fails when any element differs by more than {@code tolerance}. */
  public static void near(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double difference = actual.to(ScalarType.Double).sub(expected.to(ScalarType.Double)).abs().max().item_double();
    assertThat(difference).isLessThanOrEqualTo(tolerance);
  }

  public static void near(Tensor actual, String expected, double tolerance) {
    near(actual, of(expected), tolerance);
  }
}
