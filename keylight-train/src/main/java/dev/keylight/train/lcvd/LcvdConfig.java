package dev.keylight.train.lcvd;

import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;

/**
 * The configuration of a training of the full model. Its defaults are the published training's (spec §8.3), where that is
 * known to have been meant.
 *
 * @param model {@code lcvd}
 * @param data the prepared folder
 * @param weights what to start from, in the published layout; SVD-XT with fresh adapters, or LCVD
 * @param seed decides everything random
 * @param device where it computes: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}, see {@link
 *     dev.keylight.train.network.TrainingDevice}
 * @param threads of the processor, 0 for all
 * @param frames of a sequence, the reference included
 * @param sampleRate frames of the video from one of the sequence to the next
 * @param steps of the optimiser
 * @param accumulate sequences per step and process
 * @param learningRate after the warm-up
 * @param warmup steps of a straight rise
 * @param schedule after it
 * @param optimiser {@code adamw} or {@code adamw8bit}
 * @param weightDecay share of each weight taken off per step, times the learning rate
 * @param clipNorm longest gradient, 0 for any
 * @param train {@code all}, {@code adapters}, or {@code lora} for the adapters and low-rank changes to the UNet's attention
 * @param loraRank of those changes
 * @param precision {@code float32} or {@code bfloat16} (weights stay float32)
 * @param recompute whether blocks forget and compute again, which saves memory
 * @param runningMean decay of the running mean of the weights that is written; 0 writes the weights themselves
 * @param dropping which conditions are left out
 * @param dropout probability of dropping CLIP's token and the conditioning latents together; each alone has the same
 * @param noise of the latents
 * @param conditionNoise of the conditioning picture
 * @param validationEvery steps between renders of people kept for validation, 0 for none
 * @param checkpointSteps steps between checkpoints
 * @param keep checkpoints that stay
 * @param processes that train together, see {@code KEYLIGHT_RANK}
 */
public record LcvdConfig(
    String model, String data, String weights, long seed, String device, int threads, int frames, int sampleRate,
    long steps, int accumulate, double learningRate, long warmup, LearningRate.Shape schedule, String optimiser, double weightDecay,
    double clipNorm, String train, int loraRank, String precision, boolean recompute, double runningMean,
    ConditionDropping dropping, double dropout, LogNormal noise, LogNormal conditionNoise, long validationEvery,
    long checkpointSteps, int keep,
    int processes) {

  public static LcvdConfig defaults() {
    return new LcvdConfig("lcvd", "data", "pretrained_weights", 666, "auto", 0, 16, 4, 30_000, 8, 1e-5, 500,
        LearningRate.Shape.CONSTANT, "adamw8bit", 1e-2, 1, "all", 16, "bfloat16", true, 0, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 1000, 1000, 2, 1);
  }

  LoopOptions loop() {
    return new LoopOptions(steps, accumulate, clipNorm, new LearningRate(learningRate, warmup, schedule, steps, 0.05),
        checkpointSteps, 1800, keep);
  }
}
