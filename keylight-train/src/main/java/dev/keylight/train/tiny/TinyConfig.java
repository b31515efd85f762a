package dev.keylight.train.tiny;

import dev.keylight.BadInputException;
import dev.keylight.BadInputException;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.train.objective.ConditionDropping;
import java.util.List;

/**
 * The configuration of a training of {@code lcvd-tiny}.
 *
 * @param model {@code lcvd-tiny}
 * @param data the prepared folder
 * @param seed decides everything random
 * @param threads of the processor
 * @param checkpointSeconds between checkpoints
 * @param bfloat16 whether convolutions and products are computed in bfloat16; weights and sums stay float32. At these sizes
 *     that was no faster on a processor with AVX-512 BF16
 * @param autoencoder the first stage
 * @param diffusion the second stage
 * @param sequences the third stage
 */
public record TinyConfig(
    String model, String data, long seed, int threads, double checkpointSeconds, boolean bfloat16, Stage1 autoencoder,
    Stage2 diffusion, Stage3 sequences) {

  /**
   * @param channels of each level, finest first
   * @param patch pixels that enter as channels, along each side
   * @param crop side of the training crops in pixels
   * @param colours share of the crops that get other colours, 0 to 1
   * @param decoder what follows for the decoder alone
   */
  public record Stage1(List<Integer> channels, int layers, int latents, int groups, int patch, long steps, int batch,
      int crop, double learningRate, long warmup, double colours, Decoder decoder) {
    /** @throws BadInputException when crops do not fit the network, or the share is none */
    void check() {
      int scale = sizes().scale();
      for (int side : new int[] {crop, decoder.crop}) {
        if (side < 32 || side % scale != 0) {
          throw new BadInputException("the configuration's autoencoder has crops of " + side + " pixels; they must be multiples of "
              + scale + ", the pixels along a latent, and at least 32");
        }
      }
      if (!(colours >= 0 && colours <= 1)) {
        throw new BadInputException("the configuration's autoencoder: {colours: " + colours + "} must be a share from 0 to 1");
      }
    }

    VaeConfig sizes() {
      return new VaeConfig(ints(channels), layers, latents, groups, 1, patch);
    }
  }

  /**
   * The training of the decoder alone, which keeps the encoder and so all latents as they are: it may come at any time, for a
   * finished model too.
   *
   * @param steps 0 for none
   * @param crop side of the training crops in pixels
   * @param perceptual weight of the perceptual loss, 0 for none
   */
  public record Decoder(long steps, int batch, int crop, double learningRate, long warmup, double perceptual) {}

  /**
   * @param channels of each level, finest first; multiples of 32
   * @param attention which levels attend
   * @param steps 0 for none: then the training ends with the autoencoder
   * @param window groups of pairs that batches are drawn from; one is replaced per step
   * @param group pairs of one source frame
   * @param excerpt frames of each clip that are used at most
   * @param noiseMean of the logarithm of the noise level
   * @param noiseDeviation of the same
   * @param validationEvery steps between renders of people who are kept for validation, 0 for none
   */
  public record Stage2(List<Integer> channels, List<Integer> heads, List<Boolean> attention, int layers, long steps,
      int batch, double learningRate, long warmup, double noiseMean, double noiseDeviation, ConditionDropping dropping,
      int window, int group, int excerpt, long validationEvery) {
    UNetConfig sizes(int latents) {
      boolean[] down = new boolean[attention.size()];
      boolean[] up = new boolean[down.length];
      for (int i = 0; i < down.length; i++) {
        down[i] = attention.get(i);
        up[down.length - 1 - i] = down[i];
      }
      return new UNetConfig(2 * latents, latents, ints(channels), ints(heads), down, up, layers, 32, 32, 96);
    }
  }

  /**
   * The layers over time. Noise levels and condition dropping are those of the second stage.
   *
   * @param steps 0 for a model of single pictures
   * @param frames of a sequence, at least 2; the engine looks at as many together
   * @param rate frames of the clip from one of the sequence to the next, at most
   * @param batch sequences of a step
   * @param window sequences that batches are drawn from; one is replaced per step
   * @param commonNoise share of the sequences whose frames all have the same noise, as the engine gives them; published: 0
   * @param all whether every layer learns, as published, and not only those over time
   * @param validationEvery steps between losses of people who are kept for validation, 0 for none
   */
  public record Stage3(long steps, int frames, int rate, int batch, double learningRate, long warmup, int window,
      double commonNoise, boolean all, long validationEvery) {
    public Stage3 {
      if (frames < 2 || rate < 1 || batch < 1 || window < 1) {
        throw new BadInputException("sequences need frames of at least 2, and rate, batch and window of at least 1; there are "
            + frames + ", " + rate + ", " + batch + " and " + window);
      }
    }
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A night on two cores. */
  public static TinyConfig defaults() {
    return new TinyConfig("lcvd-tiny", "data", 0, 2, 240, false,
        new Stage1(List.of(48, 96), 1, 8, 8, 4, 4000, 12, 128, 1e-3, 100, 0.5,
            new Decoder(0, 2, 160, 3e-4, 50, 0.5)),
        new Stage2(List.of(64, 128, 192), List.of(1, 2, 3), List.of(false, true, true), 1, 12000, 8, 5e-4, 200, -0.2, 1.5,
            ConditionDropping.MOSTLY_BOTH, 128, 2, 100, 1000),
        new Stage3(0, 6, 4, 2, 5e-4, 50, 24, 1, false, 250));
  }
}
