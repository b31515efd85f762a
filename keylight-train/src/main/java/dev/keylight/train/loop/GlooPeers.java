package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch_gloo;

/** Processes on one machine that meet over libtorch's Gloo, in the processors' memory. */
public final class GlooPeers implements Peers {
  static final String STOPPED = "the processes could not add up their gradients: one of them has stopped";

  /** How long the others wait for one that writes a checkpoint or renders; one that died is noticed otherwise. */
  static final long PATIENCE_MILLISECONDS = 4 * 3_600_000L;

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
      options.timeout(new Milliseconds(PATIENCE_MILLISECONDS));
      options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname("127.0.0.1")));
      return new ProcessGroupGloo(new FileStore(meeting.toString(), count), rank, count, options);
    });
    return new GlooPeers(rank, count, group);
  }

  /** The first sentence of what libtorch says, without its stack. */
  static String sentence(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
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
  public String by() {
    return "Gloo";
  }

  @Override
  public void mean(Tensor tensor) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Tensor here = tensor.is_cpu() ? tensor : tensor.cpu();
      Work work = group.allreduce(new TensorVector(here));
      if (!work._wait()) {
        throw new KeylightException(STOPPED);
      }
      here.div_(new Scalar((double) count));
      if (!tensor.is_cpu()) {
        tensor.copy_(here);
      }
    } catch (KeylightException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KeylightException(STOPPED + " (" + sentence(e) + ")", e);
    }
  }

  @Override
  public void close() {
    Scope.free(group);
  }
}
