package dev.keylight.lcvd.render;

import dev.keylight.Progress;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.sampler.NoiseSchedule;
import dev.keylight.lcvd.sampler.Sampler;
import dev.keylight.lcvd.sampler.Solver;
import dev.keylight.lcvd.sampler.Tiling;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From noise to latents (spec §6.3, steps 7 to 13). For every step, every tile is predicted under the full and the reduced
 * set of conditions; the predictions of a frame are averaged over its tiles, guided, and carry it one level down.
 */
final class TiledSampler implements AutoCloseable {
  /** Frames per second − 1, motion bucket, noise of the reference: constants of the training (spec §6.8). */
  private static final float[] IDS = {6, 127, Reference.NOISE_AUGMENTATION};

  private final ModelFolder models;
  private final GenerationOptions options;
  private final RenderState state;
  private final Progress progress;
  private final Loaded<UNet> unet;
  private final Map<Condition, FeatureMaps> features = new EnumMap<>(Condition.class);
  private final NoiseSchedule schedule;
  private final Solver solver;
  private final StepPlan plan;
  private final Tiling tiling;
  private final List<int[]> tiles;
  private final int[] lastTile;
  private final float[] totalWeights;
  private final Reference reference;
  private final Tensor absent;
  private final ImageContext seen;
  private final ImageContext unseen;
  private final Device device;
  private final long[] shape;

  /**
   * @param state where to continue; the latents of its step must be there
   * @param mapMemory bytes to keep each adapter's maps in
   */
  TiledSampler(ModelFolder models, Panels panels, GenerationOptions options, RenderState state, Reference reference,
      Device device, long mapMemory, Progress progress) {
    this.models = models;
    this.options = options;
    this.state = state;
    this.reference = reference;
    this.device = device;
    this.progress = progress;
    ScalarType type = options.precision().type();
    Sampler sampler = options.sampler(models);
    schedule = sampler.schedule();
    solver = sampler.solver();
    plan = new StepPlan(schedule, options.guidance(), options.savings());
    tiling = new Tiling(panels.frames(), Tiling.LENGTH, options.overlap());
    tiles = tiling.tiles();
    lastTile = tiling.lastTile();
    totalWeights = tiling.totalWeights();
    unet = models.unet(type, device);
    for (Condition condition : options.mode().full()) {
      features.put(condition, new FeatureMaps(condition, models.adapter(condition, type, device), panels,
          unet.network().config().channels()[0], type, device, mapMemory));
    }
    absent = Scope.lasting(() -> torch.zeros_like(reference.token()));
    seen = ImageContext.of(reference.token());
    unseen = ImageContext.of(absent);
    shape = new long[] {
      reference.latents().size(1), reference.latents().size(2), reference.latents().size(3)
    };
  }

  /** How many tiles all steps have together. */
  int tilesInAll() {
    return schedule.steps() * tiles.size();
  }

  /** Writes the latents that enter the first step: the noise, repeating every 16 frames, at the largest level. */
  static void start(RenderState state, Noise noise, NoiseSchedule schedule, int frames) {
    Tensor first = noise.latents();
    long[] shape = {first.size(1), first.size(2), first.size(3)};
    try (LatentFile latents = state.latents(0, shape)) {
      for (int frame = 0; frame < frames; frame++) {
        try (PointerScope scope = new PointerScope()) {
          latents.write(frame, first.narrow(0, frame % first.size(0), 1)
              .mul(new Scalar((double) schedule.initialNoise())));
        }
      }
    }
  }

  /** Takes all steps that are left. */
  void run() {
    while (state.step() < schedule.steps()) {
      int step = state.step();
      try (SamplerStep files = new SamplerStep(state, step, shape, solver, plan)) {
        step(step, files);
      }
      progress.update((long) (step + 1) * tiles.size(), tilesInAll());
      state.stepDone(plan.full(step) && plan.reduced(step) ? step : 0);
    }
  }

  private void step(int step, SamplerStep frames) {
    Map<String, Tensor> saved = state.open();
    try (TileSums full = new TileSums("full", saved);
        TileSums reduced = new TileSums("reduced", saved);
        Memo memo = Memo.remembering();
        NoiseLevel level = unet.network().noiseLevel(schedule.time(step), IDS, reference.token(), memo)) {
      float[] weights = tiling.weights();
      for (int t = state.tile(); t < tiles.size(); t++) {
        progress.update((long) step * tiles.size() + t, tilesInAll());
        if (progress.cancelled()) {
          throw new CancellationException();
        }
        int[] tile = tiles.get(t);
        try (PointerScope scope = new PointerScope()) {
          Tensor input = input(frames, tile, step);
          if (plan.full(step)) {
            full.add(tile, weights, predict(input, t, step, level, seen, options.mode().full(), "full"));
          }
          if (plan.reduced(step)) {
            reduced.add(tile, weights, predict(input, t, step, level, unseen, options.mode().reduced(), "reduced"));
          }
        }
        finishFrames(t, frames, full, reduced);
        Map<String, Tensor> open = new LinkedHashMap<>();
        full.saveTo(open);
        reduced.saveTo(open);
        state.tileDone(open);
      }
    }
  }

  /** Noisy latents, scaled, beside those of the reference: {@code [frames, 8, height, width]}. */
  private Tensor input(SamplerStep latents, int[] tile, int step) {
    Tensor[] frames = new Tensor[tile.length];
    for (int i = 0; i < tile.length; i++) {
      frames[i] = latents.latents(tile[i]);
    }
    Tensor noisy = torch.cat(new TensorVector(frames), 0).div(new Scalar((double) schedule.inputScale(step)));
    Tensor background = reference.latents().expand(tile.length, shape[0], shape[1], shape[2]);
    return torch.cat(new TensorVector(noisy, background), 1).to(device, options.precision().type());
  }

  private Tensor predict(Tensor input, int tile, int step, NoiseLevel level, ImageContext context,
      Set<Condition> conditions, String name) {
    return Scope.keep(() -> {
      List<Tensor> maps = new ArrayList<>();
      features.forEach((condition, map) -> {
        if (conditions.contains(condition)) {
          maps.add(map.of(tiles.get(tile)));
        }
      });
      Tensor v = look(input, tile, step, level, context, maps, name).cpu().to(ScalarType.Float).contiguous();
      return Finite.checked(v, "UNet", models, options.precision());
    });
  }

  private Tensor look(Tensor input, int tile, int step, NoiseLevel level, ImageContext context, List<Tensor> maps,
      String name) {
    UNet network = unet.network();
    if (!plan.shallow(step) && !plan.keepsDeep(step)) {
      return network.forward(input, level, context, maps);
    }
    int layers = Savings.SHALLOW_LAYERS;
    DeepFeatures deep = state.deep(
        new long[] {tiling.length(), network.deepChannels(layers), shape[1], shape[2]}, options.precision().type(), device);
    return plan.shallow(step)
        ? network.forwardReusing(input, level, context, maps, layers, deep.read(name, tile))
        : network.forward(input, level, context, maps, layers, features -> deep.write(name, tile, features));
  }

  /** Takes the frames that were in their last tile one level down. */
  private void finishFrames(int t, SamplerStep frames, TileSums full, TileSums reduced) {
    for (int frame : tiles.get(t)) {
      if (lastTile[frame] == t) {
        try (PointerScope scope = new PointerScope()) {
          frames.finish(frame, averaged(full, frame), averaged(reduced, frame),
              options.guidance().at(frame, tiling.frames()));
        }
      }
    }
  }

  private Tensor averaged(TileSums sums, int frame) {
    return sums.has(frame) ? sums.take(frame, totalWeights[frame]) : null;
  }

  @Override
  public void close() {
    seen.close();
    unseen.close();
    Scope.free(absent);
    features.values().forEach(FeatureMaps::close);
    unet.close();
  }
}
