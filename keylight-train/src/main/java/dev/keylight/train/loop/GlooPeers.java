package dev.keylight.train.loop;

import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.global.torch_gloo;

/** Processes on one machine that meet over libtorch's Gloo, in the processors' memory. */
public final class GlooPeers {
  private GlooPeers() {}

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
      options.timeout(new Milliseconds(GroupPeers.PATIENCE_MILLISECONDS));
      options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname("127.0.0.1")));
      return new ProcessGroupGloo(new FileStore(meeting.toString(), count), rank, count, options);
    });
    return new GroupPeers(rank, count, "Gloo", Scope.lasting(() -> new Device("cpu")), group, group::allreduce);
  }
}
