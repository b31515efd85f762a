package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.lcvd.engine.LcvdProvider;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.preprocess.PreprocessOptions;
import dev.keylight.lcvd.preprocess.PublishedShading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which face model sees: the built-in mesh, or DECA with FLAME from the user's weights. */
final class FlameMixin {
  /** The choice of a face model. */
  enum FaceChoice { AUTO, MESH, DECA }

  @Option(names = "--face-model", paramLabel = "WHICH", order = 50, defaultValue = "auto",
      description = "auto (DECA where the weights have it), deca or mesh, the built-in one.")
  private FaceChoice model;

  @Option(names = "--weights", paramLabel = "DIR", order = 51,
      description = "The published weights; KEYLIGHT_WEIGHTS or ~/.keylight/pretrained_weights by default.")
  private Path weights;

  @Option(names = "--own-detector", order = 52,
      description = "With DECA: the built-in mesh finds the faces, a hundred times faster than S3FD and FAN.")
  private boolean ownDetector;

  @Option(names = "--corrected", order = 53,
      description = "With DECA: put the published preprocessing's known mistakes right (matte, rotations, swapped colours).")
  private boolean corrected;

  /** The files among the weights in a folder, or in the usual one for null. */
  static FaceFolder files(Path weights) {
    return new FaceFolder(weights == null ? LcvdProvider.weights() : weights);
  }

  /** The published way of shading, when it was asked for or can be had; else the mesh's, said aloud. */
  Optional<PublishedShading> shading(Motion motion, boolean fivePanels, RenderOptions options, Progress progress) {
    if (model == FaceChoice.MESH) {
      return Optional.empty();
    }
    FaceFolder files = files(weights);
    List<String> missing = files.missingForFaces();
    if (missing.isEmpty() && !motion.isTemplate()) {
      PreprocessOptions published =
          PreprocessOptions.PUBLISHED.withAlignment(options.motion().alignment()).withOwnDetector(ownDetector);
      return Optional.of(new PublishedShading(files, corrected ? published.corrected() : published, fivePanels));
    }
    String reason = motion.isTemplate() ? "a motion template moves the built-in mesh only"
        : String.join(" and ", missing) + " are not among the weights";
    if (model == FaceChoice.DECA) {
      throw new BadInputException("DECA and FLAME cannot be used: " + reason + "; see keylight weights list");
    }
    progress.note("the built-in mesh supplies the hints, as " + reason);
    return Optional.empty();
  }
}
