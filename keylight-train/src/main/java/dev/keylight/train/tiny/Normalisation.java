package dev.keylight.train.tiny;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.train.data.Clip;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Gives every latent channel mean 0 and deviation 1, which the noise levels assume, by changing the two 1 × 1 convolutions
 * at the latents: {@code quant' = (quant − μ)/s} and {@code post' = post ∘ (s·z + μ)}. The autoencoder as a whole stays the
 * same.
 */
final class Normalisation {
  private static final int PICTURES = 150;

  private Normalisation() {}

  /** Reads the trained autoencoder from {@code raw} and writes the normalised one to {@code to}. */
  static void apply(Path raw, Path to, VaeConfig config, List<Clip> clips) {
    Checkpoint file = Checkpoint.open(raw);
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard();
        LoadedParameters loaded =
            new LoadedParameters(file, ScalarType.Float, new Device(new BytePointer("cpu")))) {
      Autoencoder autoencoder = new Autoencoder(config, loaded);
      loaded.finish();
      Tensor latents = sample(autoencoder, clips);
      Tensor mean = latents.mean(0, 2, 3);
      Tensor deviation = latents.transpose(0, 1).flatten(1, 3).std(new long[] {1}, true, false);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (TensorEntry entry : file.entries()) {
        tensors.put(entry.name(), file.tensor(entry.name()).clone());
      }
      int channels = config.latentChannels();
      Tensor weight = tensors.get("quant_conv.weight").narrow(0, 0, channels);
      Tensor bias = tensors.get("quant_conv.bias").narrow(0, 0, channels);
      weight.div_(deviation.view(-1, 1, 1, 1));
      bias.sub_(mean).div_(deviation);
      Tensor back = tensors.get("post_quant_conv.weight");
      Tensor shift = back.flatten(1, 3).matmul(mean);
      tensors.get("post_quant_conv.bias").add_(shift);
      back.mul_(deviation.view(1, -1, 1, 1));
      SafetensorsWriter.write(to, tensors);
    }
  }

  private static Tensor sample(Autoencoder autoencoder, List<Clip> clips) {
    SplittableRandom random = new SplittableRandom(1);
    Tensor[] latents = new Tensor[PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      Clip clip = clips.get(i % clips.size());
      Tensor bytes = clip.pictures().narrow(0, random.nextInt(clip.frames()), 1);
      latents[i] = Scope.keep(() -> autoencoder.encodeMode(Latents.pixels(bytes)).squeeze(0));
    }
    return torch.stack(new TensorVector(latents), 0);
  }
}
