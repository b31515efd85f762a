package dev.keylight.train.loop;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch_gloo;

/**
 * Processes on one machine that meet over libtorch's Gloo. They find each other through a file in the run's folder; each is
 * told its rank by {@code KEYLIGHT_RANK}.
 */
public final class GlooPeers implements Peers {
  private static final String RANK = "KEYLIGHT_RANK";

  private final int rank;
  private final int count;
  private final ProcessGroupGloo group;

  private GlooPeers(int rank, int count, ProcessGroupGloo group) {
    this.rank = rank;
    this.count = count;
    this.group = group;
  }

  /**
   * Waits for the others.
   *
   * @param meeting a file that does not exist before the first process comes, the same for all
   */
  public static Peers join(int rank, int count, Path meeting) {
    if (count == 1) {
      return Peers.ALONE;
    }
    Loader.load(torch_gloo.class);
    ProcessGroupGloo group = Scope.lasting(() -> {
      ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create();
      options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname("127.0.0.1")));
      return new ProcessGroupGloo(new FileStore(meeting.toString(), count), rank, count, options);
    });
    return new GlooPeers(rank, count, group);
  }

  /** This process' rank, as the environment says. */
  public static int rank(int count) {
    String said = System.getenv(RANK);
    if (count == 1) {
      return 0;
    }
    try {
      int rank = Integer.parseInt(said == null ? "" : said);
      if (rank >= 0 && rank < count) {
        return rank;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new BadInputException("the configuration asks for " + count + " processes, so each needs " + RANK + "=0.."
        + (count - 1) + " in its environment, but it is " + (said == null ? "not set" : said));
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void mean(Tensor tensor) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Work work = group.allreduce(new TensorVector(tensor));
      if (!work._wait()) {
        throw new KeylightException("the processes could not add up their gradients: one of them has stopped");
      }
      tensor.div_(new Scalar((double) count));
    }
  }

  @Override
  public void close() {
    Scope.free(group);
  }
}
