package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/** Peers that meet in one of libtorch's process groups. What is elsewhere than the group adds up is brought there and back. */
final class GroupPeers implements Peers {
  private static final String STOPPED = "the processes could not add up their gradients: one of them has stopped";

  /** How long the others wait for one that writes a checkpoint or renders; one that died is noticed otherwise. */
  static final long PATIENCE_MILLISECONDS = 4 * 3_600_000L;

  private final int rank;
  private final int count;
  private final String by;
  private final Device device;
  private final Pointer group;
  private final Function<TensorVector, Work> sum;

  /**
   * @param by what they meet over
   * @param device where the group adds up; must outlive this
   * @param group theirs from now on
   * @param sum of tensors over the group, in place
   */
  GroupPeers(int rank, int count, String by, Device device, Pointer group, Function<TensorVector, Work> sum) {
    this.rank = rank;
    this.count = count;
    this.by = by;
    this.device = device;
    this.group = group;
    this.sum = sum;
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
    return by;
  }

  @Override
  public void mean(Tensor tensor) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      boolean there = tensor.device().type().intern() == device.type().intern();
      Tensor here = there ? tensor : tensor.to(device, tensor.scalar_type());
      if (!sum.apply(new TensorVector(here))._wait()) {
        throw new KeylightException(STOPPED);
      }
      here.div_(new Scalar((double) count));
      if (!there) {
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
