package dev.keylight.lcvd.render;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.sampler.Tiling;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One adapter's maps of a clip. The reference's map is the same for every frame and computed once; of the others as many
 * are kept as fit in a fixed amount of memory, at least a tile's; longer clips compute theirs once per step.
 */
final class FeatureMaps implements AutoCloseable {
  /** Frames whose maps are kept at most, so that memory does not grow along a long clip. */
  private static final long MOST = 128;

  private final Condition condition;
  private final Loaded<Adapter> adapter;
  private final Panels panels;
  private final ScalarType type;
  private final Device device;
  private final int capacity;
  private final Map<Integer, Tensor> maps = new LinkedHashMap<>(16, 0.75f, true);

  /** @param memory bytes to keep maps in; a tile's are always kept */
  FeatureMaps(Condition condition, Loaded<Adapter> adapter, Panels panels, int channels, ScalarType type, Device device,
      long memory) {
    this.condition = condition;
    this.adapter = adapter;
    this.panels = panels;
    this.type = type;
    this.device = device;
    long bytes = (long) channels * (panels.size() / 8) * (panels.size() / 8)
        * (type == ScalarType.Float ? Float.BYTES : Short.BYTES);
    this.capacity = (int) Math.max(Tiling.LENGTH, Math.min(MOST, memory / bytes));
  }

  /** The maps of a tile, {@code [frames, channels, height, width]}, or {@code [1, …]} where all are the same. */
  Tensor of(int[] frames) {
    if (condition == Condition.REFERENCE) {
      return map(0);
    }
    return Scope.keep(() -> {
      Tensor[] tile = new Tensor[frames.length];
      for (int i = 0; i < frames.length; i++) {
        tile[i] = map(frames[i]);
      }
      return torch.cat(new TensorVector(tile), 0);
    });
  }

  private Tensor map(int frame) {
    Tensor known = maps.get(frame);
    if (known == null) {
      known = Scope.lasting(() -> Conv2d.channelsLast(adapter.network().apply(hint(frame).to(device, type))));
      maps.put(frame, known);
      if (maps.size() > capacity) {
        Integer oldest = maps.keySet().iterator().next();
        Scope.free(maps.remove(oldest));
      }
    }
    return known;
  }

  /** Landmarks and shading in 0..1, the reference in −1..1. */
  private Tensor hint(int frame) {
    return switch (condition) {
      case LANDMARKS -> panels.read(frame, Panels.Panel.LANDMARKS).div(new Scalar(255));
      case SHADING -> panels.read(frame, Panels.Panel.SHADING).div(new Scalar(255));
      case REFERENCE -> Reference.signed(panels.read(frame, Panels.Panel.REFERENCE));
    };
  }

  @Override
  public void close() {
    maps.values().forEach(Scope::free);
    maps.clear();
    adapter.close();
  }
}
