package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.sampler.Tiling;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Everything random in a render, drawn at its start in the published order: first the noise added to the reference, then
 * that of the latents, which repeats every 16 frames.
 *
 * @param image {@code [1, 3, size, size]}
 * @param latents {@code [16, 4, size / 8, size / 8]}
 */
record Noise(Tensor image, Tensor latents) implements AutoCloseable {

  /** The numbers libtorch's CPU generator gives for the seed; the same as Python's on the same device. */
  static Noise seeded(long seed, long size, long latentSize, long channels) {
    try (Generator generator = torch.createCPUGenerator(seed)) {
      generator.retainReference(); // outlives the scopes below
      Tensor image = Scope.lasting(() -> torch.randn(new long[] {1, 3, size, size}, new GeneratorOptional(generator)));
      Tensor noise = Scope.lasting(() -> torch.randn(
          new long[] {Tiling.LENGTH, channels, latentSize, latentSize}, new GeneratorOptional(generator)));
      return new Noise(image, noise);
    }
  }

  /** The numbers of a file, to compare with another program. */
  static Noise read(Path file, long size, long latentSize, long channels) {
    Checkpoint checkpoint = Checkpoint.open(file);
    return new Noise(
        read(checkpoint, "image_noise", 1, 3, size, size),
        read(checkpoint, "latent_noise", 1, Tiling.LENGTH, channels, latentSize, latentSize));
  }

  private static Tensor read(Checkpoint file, String name, long... shape) {
    TensorEntry entry = file.entry(name);
    if (entry == null || !Arrays.equals(entry.shape(), shape)) {
      throw new BadInputException(file.path() + " must hold " + name + " " + Arrays.toString(shape) + " for these panels"
          + (entry == null ? ", but does not" : ", but holds it as " + Arrays.toString(entry.shape())));
    }
    return Scope.lasting(() -> {
      Tensor noise = file.tensor(name).to(ScalarType.Float);
      return noise.dim() == 5 ? noise.squeeze(0) : noise;
    });
  }

  @Override
  public void close() {
    Scope.free(image);
    Scope.free(latents);
  }
}
