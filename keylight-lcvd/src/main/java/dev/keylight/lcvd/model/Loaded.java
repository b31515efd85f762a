package dev.keylight.lcvd.model;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.Parameters;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network and the weights it holds.
 *
 * @param network ready to use until this is closed
 * @param parameters owns the weights
 */
public record Loaded<T>(T network, LoadedParameters parameters) implements AutoCloseable {
  /**
   * Builds a network from a file, strictly.
   *
   * @throws dev.keylight.BadInputException when the file is not exactly what the network asks for
   */
  static <T> Loaded<T> open(Checkpoint file, ScalarType type, Device device, Function<Parameters, T> network) {
    LoadedParameters parameters = new LoadedParameters(file, type, device);
    try {
      T built = network.apply(parameters);
      parameters.finish();
      return new Loaded<>(built, parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (network instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("a network could not be closed", e);
      }
    }
    parameters.close();
  }
}
