package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalises each channel, then scales and shifts it. */
public final class BatchNorm2d {
  private static final double EPSILON = 1e-5;

  /** Where mean and variance come from. */
  public enum Statistics {
    /** From training, as stored with the weights. */
    STORED,
    /** From the pictures at hand: a network left in training mode. */
    OF_THE_BATCH
  }

  private final TensorOptional weight;
  private final TensorOptional bias;
  private final TensorOptional mean;
  private final TensorOptional variance;
  private final boolean ofTheBatch;

  public BatchNorm2d(Parameters p, long channels) {
    this(p, channels, Statistics.STORED);
  }

  public BatchNorm2d(Parameters p, long channels, Statistics statistics) {
    weight = Optionals.of(p.take("weight", channels));
    bias = Optionals.of(p.take("bias", channels));
    Tensor storedMean = p.take("running_mean", channels);
    Tensor storedVariance = p.take("running_var", channels);
    p.take("num_batches_tracked"); // of use in training only
    ofTheBatch = statistics == Statistics.OF_THE_BATCH;
    // without a place to put them, running statistics are not updated
    mean = ofTheBatch ? Optionals.NONE : Optionals.of(storedMean);
    variance = ofTheBatch ? Optionals.NONE : Optionals.of(storedVariance);
  }

  /** @param x {@code [pictures, channels, height, width]} */
  public Tensor apply(Tensor x) {
    return torch.batch_norm(x, weight, bias, mean, variance, ofTheBatch, 0, EPSILON, false);
  }
}
