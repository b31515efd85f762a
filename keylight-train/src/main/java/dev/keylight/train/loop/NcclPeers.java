package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/** Processes with a GPU each that meet over NVIDIA's NCCL. Only where it is {@link #available} may more of this be touched. */
final class NcclPeers implements Peers {
  private final int rank;
  private final int count;
  private final Device device;
  private final ProcessGroupNCCL group;

  private NcclPeers(int rank, int count, Device device, ProcessGroupNCCL group) {
    this.rank = rank;
    this.count = count;
    this.device = device;
    this.group = group;
  }

  /** Whether libtorch was built with NCCL and the system has it. */
  static boolean available() {
    try {
      Loader.load(Class.forName("org.bytedeco.pytorch.global.torch_nccl"));
      return true;
    } catch (ClassNotFoundException | LinkageError | ArrayStoreException | TypeNotPresentException e) {
      return false; // JavaCPP answers each kind of absence in its own way
    }
  }

  /** See {@link PeerGroup#join}. */
  static Peers join(int rank, int count, Path meeting, Device device) {
    try {
      ProcessGroupNCCL group = Scope.lasting(() -> {
        ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create();
        options.timeout(new Milliseconds(GlooPeers.PATIENCE_MILLISECONDS));
        return new ProcessGroupNCCL(new FileStore(meeting.toString(), count), rank, count, options);
      });
      return new NcclPeers(rank, count, device, group);
    } catch (RuntimeException e) {
      throw new KeylightException("the " + count + " processes could not meet over NCCL: " + GlooPeers.sentence(e), e);
    }
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
    return "NCCL";
  }

  @Override
  public void mean(Tensor tensor) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Tensor here = tensor.is_cuda() ? tensor : tensor.to(device, tensor.scalar_type());
      Work work = group.allreduce(new TensorVector(here));
      if (!work._wait()) {
        throw new KeylightException(GlooPeers.STOPPED);
      }
      here.div_(new Scalar((double) count));
      if (!tensor.is_cuda()) {
        tensor.copy_(here);
      }
    } catch (KeylightException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KeylightException(GlooPeers.STOPPED + " (" + GlooPeers.sentence(e) + ")", e);
    }
  }

  @Override
  public void close() {
    Scope.free(group);
  }
}
