package dev.keylight.train.loop;

/**
 * How long, how often, how carefully.
 *
 * @param steps of the optimiser in all
 * @param accumulate batches whose gradients are added up for one step
 * @param clipNorm longest gradient, 0 for any
 * @param learningRate see {@link LearningRate}
 * @param checkpointSteps steps between checkpoints
 * @param checkpointSeconds a checkpoint is also due after this time
 * @param keep checkpoints that stay; the oldest go
 */
public record LoopOptions(
    long steps, int accumulate, double clipNorm, LearningRate learningRate, long checkpointSteps,
    double checkpointSeconds, int keep) {}
