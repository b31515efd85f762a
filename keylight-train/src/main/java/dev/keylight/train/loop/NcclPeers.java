package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/** Processes with a GPU each that meet over NVIDIA's NCCL. Only where it is {@link #available} may more of this be touched. */
final class NcclPeers {
  private NcclPeers() {}

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
        options.timeout(new Milliseconds(GroupPeers.PATIENCE_MILLISECONDS));
        return new ProcessGroupNCCL(new FileStore(meeting.toString(), count), rank, count, options);
      });
      return new GroupPeers(rank, count, "NCCL", device, group, group::allreduce);
    } catch (RuntimeException e) {
      throw new KeylightException("the " + count + " processes could not meet over NCCL: " + GroupPeers.sentence(e), e);
    }
  }
}
