package dev.keylight.train.lcvd;

import dev.keylight.Progress;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.PeerGroup;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import java.nio.file.Path;
import org.bytedeco.pytorch.Device;

/** One process of a small training of two: arguments are the data, the weights, the run, the steps and when rank 1 dies. */
public final class RankMain {
  private RankMain() {}

  static LcvdConfig config(Path data, Path weights, long steps, int accumulate, int processes) {
    return new LcvdConfig("lcvd", data.toString(), weights.toString(), 3, "cpu", 1, 4, 4, steps, accumulate, 1e-3, 2,
        LearningRate.Shape.CONSTANT, "adamw", 1e-2, 1, "all", 4, "float32", true, 0.9, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 0, 2, 2, processes);
  }

  public static void main(String[] arguments) {
    Path run = Path.of(arguments[2]);
    LcvdConfig config = config(Path.of(arguments[0]), Path.of(arguments[1]), Long.parseLong(arguments[3]), 1, 2);
    long dies = Long.parseLong(arguments[4]);
    int rank = PeerGroup.rank(2);
    Device device = Scope.lasting(() -> new Device("cpu"));
    try (Peers peers = PeerGroup.join(rank, 2, PeerGroup.meeting(run), device);
        LcvdTraining training = new LcvdTraining(config, run, peers)) {
      training.run(new Progress() {
        @Override
        public void update(long done, long total) {
          if (rank == 1 && done == dies) {
            System.out.println("I die at step " + done);
            Runtime.getRuntime().halt(9);
          }
        }
      });
    }
  }
}
