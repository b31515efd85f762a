package dev.keylight.lcvd.render;

import dev.keylight.lcvd.nn.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The weighted sums of one set of conditions' predictions, of the frames whose tiles are not all done. */
final class TileSums implements AutoCloseable {
  private final String name;
  private final Map<Integer, Tensor> sums = new HashMap<>();

  /** @param saved takes over the sums that an interrupted run saved under {@code name} */
  TileSums(String name, Map<String, Tensor> saved) {
    this.name = name;
    saved.forEach((key, sum) -> {
      if (key.startsWith(name + ".")) {
        sums.put(Integer.valueOf(key.substring(name.length() + 1)), sum);
      }
    });
  }

  /**
   * Adds a tile's prediction.
   *
   * @param v {@code [frames of the tile, 4, height, width]}, float32
   */
  void add(int[] tile, float[] weights, Tensor v) {
    for (int i = 0; i < tile.length; i++) {
      int place = i;
      Tensor sum = sums.get(tile[i]);
      Tensor grown = Scope.lasting(() -> {
        Tensor weighted = v.narrow(0, place, 1).mul(new Scalar((double) weights[place]));
        return sum == null ? weighted : sum.add(weighted);
      });
      sums.put(tile[i], grown);
      if (sum != null) {
        Scope.free(sum);
      }
    }
  }

  /** Whether anything was added for a frame. */
  boolean has(int frame) {
    return sums.containsKey(frame);
  }

  /** A frame's average, {@code [1, 4, height, width]}; its sum is given up. */
  Tensor take(int frame, float weight) {
    Tensor sum = sums.remove(frame);
    Tensor average = sum.div(new Scalar((double) weight));
    Scope.free(sum);
    return average;
  }

  /** Adds the open sums to what is saved, in the order of their frames. */
  void saveTo(Map<String, Tensor> saved) {
    new TreeMap<>(sums).forEach((frame, sum) -> saved.put(name + "." + frame, sum));
  }

  @Override
  public void close() {
    sums.values().forEach(Scope::free);
    sums.clear();
  }
}
