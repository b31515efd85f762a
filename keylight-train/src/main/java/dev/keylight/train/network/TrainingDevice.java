package dev.keylight.train.network;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/**
 * Where a process of a training computes, by what a configuration says: {@code cpu}, {@code cuda} (of several processes each
 * takes the GPU of its own number), {@code cuda:N}, or {@code auto}, which is {@code cuda} where libtorch was built with it and
 * finds a GPU for every process.
 */
public final class TrainingDevice {
  private TrainingDevice() {}

  /**
   * @param said in the configuration
   * @param rank of this process
   * @param processes that train together on this machine
   * @return for libtorch; lives as long as the program
   * @throws BadInputException when it is no device, or one that is not there
   */
  public static Device open(String said, int rank, int processes) {
    // torch.hasCUDA() says whether there is a GPU, not whether there is code for one
    String name = name(said, rank, processes, torch.getCUDAHooks().isBuilt(),
        torch.cuda_is_available() ? torch.cuda_device_count() : 0);
    return Scope.lasting(() -> new Device(name));
  }

  /**
   * The device's name.
   *
   * @param built whether libtorch was built with CUDA
   * @param gpus how many it finds
   */
  static String name(String said, int rank, int processes, boolean built, int gpus) {
    if (said.equals("cpu") || said.equals("auto") && gpus < processes) {
      return "cpu";
    }
    if (!said.matches("auto|cuda(:\\d{1,3})?")) {
      throw new BadInputException("device: " + said + " is not known; there are auto, cpu, cuda and cuda:N");
    }
    if (!built) {
      throw new BadInputException("device: " + said + " needs the build of Keylight for CUDA, and this one computes on the "
          + "processor only; build it with mvn -P cuda, or write device: cpu");
    }
    if (gpus == 0) {
      throw new BadInputException("device: " + said + ", but libtorch finds no GPU; check the driver with nvidia-smi, or write "
          + "device: cpu");
    }
    boolean numbered = said.contains(":");
    if (numbered && processes > 1) {
      throw new BadInputException("device: " + said + " is one GPU for " + processes
          + " processes; write device: cuda, and each takes the GPU of its own number");
    }
    int number = numbered ? Integer.parseInt(said.substring(5)) : rank;
    if (number >= gpus || !numbered && processes > gpus) {
      throw new BadInputException((numbered ? "device: " + said : processes + " processes need as many GPUs") + ", but there "
          + (gpus == 1 ? "is only 1" : "are only " + gpus) + ", numbered from 0");
    }
    return "cuda:" + number;
  }
}
