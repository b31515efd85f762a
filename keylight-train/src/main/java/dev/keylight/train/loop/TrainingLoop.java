package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.optimize.Optimiser;
import dev.keylight.train.optimize.RunningMean;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loop every training here runs in: gradients of some batches, clipped, one step of the optimiser, the running mean, a
 * line of the curve, a checkpoint when one is due. All randomness of a batch comes from its number, so a run that was
 * stopped goes on as if it had not been, to the bit on one device.
 */
public final class TrainingLoop {
  private final Path folder;
  private final TrainableParameters parameters;
  private final Optimiser optimiser;
  private final RunningMean mean;
  private final LoopOptions options;
  private final Peers peers;

  /** What is trained: the loss of one batch. */
  @FunctionalInterface
  public interface Batch {
    /**
     * Adds the gradients of a batch to the parameters'.
     *
     * @param number of the batch over the whole run, from 0, the same in a resumed run
     * @param share what its loss counts, 1 over the batches of a step
     * @return its loss
     */
    double backward(long number, double share);
  }

  /**
   * @param folder for checkpoints and the curve
   * @param mean of the weights, or null for none
   */
  public TrainingLoop(Path folder, TrainableParameters parameters, Optimiser optimiser, RunningMean mean,
      LoopOptions options, Peers peers) {
    this.folder = folder;
    this.parameters = parameters;
    this.optimiser = optimiser;
    this.mean = mean;
    this.options = options;
    this.peers = peers;
  }

  private Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("values", parameters.values());
    if (mean != null) {
      state.put("running_mean", mean.mean());
    }
    optimiser.state().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .forEach(entry -> state.put("optimiser." + entry.getKey(), entry.getValue()));
    return state;
  }

  /** Takes over the newest checkpoint; returns its step, 0 when there is none. */
  public long resume() {
    return new Snapshot(folder, options.keep()).restore(state());
  }

  /** Runs without looking at what becomes of it, see {@link #run(Batch, Progress, LongConsumer)}. */
  public long run(Batch batch, Progress progress) {
    return run(batch, progress, step -> {});
  }

  /**
   * Runs to the last step, or until the progress says stop.
   *
   * @param done is told of every step after it, when its checkpoint, if one was due, is written
   * @return the step reached
   * @throws KeylightException when the loss is no number any more, or a checkpoint cannot be written
   */
  public long run(Batch batch, Progress progress, LongConsumer done) {
    Snapshot snapshot = new Snapshot(folder, options.keep());
    long step = snapshot.restore(state());
    Curve curve = peers.first() ? new Curve(folder, step) : null;
    long saved = step;
    long savedAt = System.nanoTime();
    while (step < options.steps() && !stopped(progress)) {
      long started = System.nanoTime();
      double loss = gradients(step, batch);
      double norm = clip();
      step++;
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        throw new KeylightException("the loss became " + loss + " at step " + step + " (batches "
            + (step - 1) * options.accumulate() + " to " + (step * options.accumulate() - 1) + "); the run stopped. "
            + snapshot.latest().map(good -> "The last good checkpoint is " + good + ". ").orElse("")
            + "Lower the learning rate, or leave the sample out");
      }
      double rate = options.learningRate().at(step);
      optimiser.step(parameters.values(), parameters.gradients(), step, rate);
      if (mean != null) {
        mean.follow(parameters.values(), step);
      }
      if (curve != null) {
        curve.add(step, loss, rate, norm, (System.nanoTime() - started) / 1e9);
      }
      boolean due = step - saved >= options.checkpointSteps()
          || (System.nanoTime() - savedAt) / 1e9 > options.checkpointSeconds();
      if (peers.first() && (due || step == options.steps())) {
        snapshot.write(step, state());
        curve.draw();
        saved = step;
        savedAt = System.nanoTime();
      }
      done.accept(step);
      progress.update(step, options.steps());
    }
    if (peers.first() && step > saved) {
      snapshot.write(step, state());
      curve.draw();
    }
    return step;
  }

  /** Whether any process was asked to stop: then all do, after the same step, as none can go on without the others. */
  private boolean stopped(Progress progress) {
    return peers.mean(progress.cancelled() ? 1.0 : 0.0) > 0;
  }

  private double gradients(long step, Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      parameters.gradients().zero_();
      double share = 1.0 / options.accumulate();
      double loss = 0;
      for (int i = 0; i < options.accumulate(); i++) {
        loss += share * batch.backward((step * options.accumulate() + i) * peers.count() + peers.rank(), share);
      }
      peers.mean(parameters.gradients());
      return peers.mean(loss);
    }
  }

  /** Shortens the gradient to the longest allowed; returns its length before. */
  private double clip() {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      double norm = parameters.gradientNorm();
      if (options.clipNorm() > 0 && norm > options.clipNorm()) {
        // torch.nn.utils.clip_grad_norm_ adds the same 1e-6
        parameters.gradients().mul_(new Scalar(options.clipNorm() / (norm + 1e-6)));
      }
      return norm;
    }
  }
}
