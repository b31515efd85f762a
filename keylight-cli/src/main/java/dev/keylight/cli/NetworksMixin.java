package dev.keylight.cli;

import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.network.SuppliedNetwork;
import dev.keylight.lcvd.engine.LcvdProvider;
import dev.keylight.lcvd.model.FaceFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which networks an evaluation measures with. */
final class NetworksMixin {
  @Option(names = "--cheap", description = "Leave out the networks for identity, likeness and quality.")
  private boolean cheap;

  @Option(names = "--network", paramLabel = "KIND=FILE",
      description = "A network of the paper: deca as deca_model.tar; arcface, inception, i3d, lpips, iqa or vqa as TorchScript or "
          + ".onnx. TorchScript is run: trust it.")
  private Map<String, Path> networks = new LinkedHashMap<>();

  /** The metrics; DECA takes part unasked where it lies among the model's weights. */
  MetricSuite suite() {
    Map<SuppliedNetwork, Path> supplied = new LinkedHashMap<>();
    if (!cheap) {
      new FaceFolder(LcvdProvider.weights()).find(FaceFolder.DECA).ifPresent(file -> supplied.put(SuppliedNetwork.DECA, file));
    }
    networks.forEach((kind, file) -> supplied.put(SuppliedNetwork.named(kind), file));
    return new MetricSuite(!cheap, supplied);
  }
}
