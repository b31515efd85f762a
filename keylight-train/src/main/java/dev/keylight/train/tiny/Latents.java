package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.vae.Autoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The latents of all frames that are used, computed once and kept in files, because the autoencoder does not change. */
final class Latents implements AutoCloseable {
  private final List<Tensor> clips = new ArrayList<>();

  /** Opens what is there and computes what is not. */
  Latents(Path folder, List<Excerpt> clips, Autoencoder autoencoder, Progress progress) throws IOException {
    Files.createDirectories(folder);
    for (Excerpt excerpt : clips) {
      if (progress.cancelled()) {
        return;
      }
      Path file = folder.resolve(excerpt.count() + "-" + excerpt.clip().file().getFileName());
      if (!Files.exists(file)) {
        compute(file, excerpt, autoencoder);
      }
      this.clips.add(Scope.lasting(() -> Checkpoint.open(file).tensor("latents")));
      progress.update(this.clips.size(), clips.size());
    }
  }

  private static void compute(Path file, Excerpt excerpt, Autoencoder autoencoder) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> parts = new ArrayList<>();
      for (int k = 0; k < excerpt.count(); k++) {
        Tensor bytes = excerpt.clip().pictures().narrow(0, excerpt.frame(k), 1);
        parts.add(Scope.keep(() -> autoencoder.encodeMode(pixels(bytes)).contiguous().clone()));
      }
      SafetensorsWriter.write(file, Map.of("latents", torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 0)));
    }
  }

  /** Bytes {@code [n, height, width, 3]} as {@code [n, 3, height, width]} in −1..1. */
  static Tensor pixels(Tensor bytes) {
    return bytes.to(ScalarType.Float).div(new Scalar(127.5)).sub(new Scalar(1)).permute(0, 3, 1, 2);
  }

  /** {@code [channels, height, width]} of one frame of an excerpt. */
  Tensor of(int clip, int frame) {
    return clips.get(clip).select(0, frame);
  }

  boolean complete(int expected) {
    return clips.size() == expected;
  }

  @Override
  public void close() {
    clips.forEach(Scope::free);
    clips.clear();
  }
}
