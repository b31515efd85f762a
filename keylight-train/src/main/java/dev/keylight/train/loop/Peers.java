package dev.keylight.train.loop;

import org.bytedeco.pytorch.Tensor;

/** The processes that train one model together, each on batches of its own. */
public interface Peers extends AutoCloseable {
  /** One process by itself. */
  Peers ALONE = new Peers() {
    @Override
    public int rank() {
      return 0;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public String by() {
      return "nobody";
    }

    @Override
    public void mean(Tensor tensor) {}

    @Override
    public void close() {}
  };

  /** This process, from 0. */
  int rank();

  /** All processes. */
  int count();

  /** Whether this is the one that writes. */
  default boolean first() {
    return rank() == 0;
  }

  /** What carries the numbers between them, for people. */
  String by();

  /** Puts the mean over all processes in place of every process' own, wherever the tensor is. */
  void mean(Tensor tensor);

  /** The mean of one number over all processes. */
  default double mean(double value) {
    if (count() == 1) {
      return value;
    }
    try (Tensor one = Tensor.create(new double[] {value})) {
      mean(one);
      return one.item_double();
    }
  }

  @Override
  void close();
}
