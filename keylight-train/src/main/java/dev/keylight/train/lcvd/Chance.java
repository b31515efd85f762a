package dev.keylight.train.lcvd;

import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything random about one batch (spec §8.5, 8.6).
 *
 * @param sigma noise level of the latents, the same for all frames
 * @param conditionSigma noise level of the conditioning picture
 * @param noise of the latents, normal, of their shape
 * @param kept which adapters take part
 * @param keepsToken whether the CLIP token is kept
 * @param keepsCondition whether the conditioning latents are kept
 */
public record Chance(double sigma, double conditionSigma, Tensor noise, ConditionDropping.Kept kept, boolean keepsToken,
    boolean keepsCondition) {

  /**
   * Draws all but the noise.
   *
   * @param dropout p: the token is dropped with probability 2p, the condition with 2p, both at once with p
   */
  public static Chance draw(RandomGenerator random, LogNormal levels, LogNormal conditionLevels, ConditionDropping dropping,
      double dropout, Tensor noise) {
    double sigma = levels.draw(random);
    double conditionSigma = conditionLevels.draw(random);
    double u = random.nextDouble();
    return new Chance(sigma, conditionSigma, noise, dropping.draw(random), u >= 2 * dropout, u < dropout || u >= 3 * dropout);
  }
}
