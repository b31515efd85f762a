package dev.keylight.eval.network;

import dev.keylight.pipeline.Provenance;
import java.nio.file.Path;
import java.util.Locale;

/** A network of the user's, in whichever form its file has. */
interface SuppliedModel extends AutoCloseable {
  /**
   * Opens an {@code .onnx} file with OpenCV, every other as TorchScript.
   *
   * @throws dev.keylight.BadInputException if it is no such file
   */
  static SuppliedModel open(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".onnx") ? new OnnxModel(file) : new TorchScript(file);
  }

  /** For reports: name and hash of a file. */
  static String name(Path file) {
    return file.getFileName() + " (sha256 " + Provenance.Input.of(file.toString()).sha256().substring(0, 12) + "…)";
  }

  /** For reports: name and hash of the file. */
  String weights();

  /**
   * One or several inputs of one shape through the network; the numbers of its first output.
   *
   * @throws dev.keylight.BadInputException if it takes something else
   */
  float[] run(long[] shape, float[]... inputs);

  @Override
  void close();
}
