package dev.keylight.lcvd.render;

import dev.keylight.Progress;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.plan.RenderPlan;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From noise to latents (spec §6.3, steps 7 to 13). For every step, every tile is predicted under the full and the reduced
 * set of conditions, one after the other or both at once; the predictions of a frame are averaged over its tiles, guided, and
 * carry it one level down.
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
  private final Sight full;
  private final Sight reduced;
  private final Optional<SideBySide> abreast;
  private final Device device;
  private final long[] shape;

  /** What a pass is shown: the reference's token or zeros, and the maps of some adapters. */
  private record Sight(String name, ImageContext token, Set<Condition> conditions) {}

  /**
   * @param state where to continue; the latents of its step must be there
   * @param memory says how much to keep, and whether to run both passes at once
   */
  TiledSampler(ModelFolder models, Panels panels, GenerationOptions options, RenderState state, Reference reference,
      Device device, RenderPlan memory, Progress progress) {
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
          unet.network().config().channels()[0], type, device, memory.maps()));
    }
    absent = Scope.lasting(() -> torch.zeros_like(reference.token()));
    full = new Sight("full", ImageContext.of(reference.token()), options.mode().full());
    reduced = new Sight("reduced", ImageContext.of(absent), options.mode().reduced());
    abreast = memory.abreast() ? Optional.of(new SideBySide()) : Optional.empty();
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
    try (TileSums fullSums = new TileSums(full.name, saved);
        TileSums reducedSums = new TileSums(reduced.name, saved);
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
          Supplier<Tensor> fullPass = pass(full, input, t, step, level);
          Supplier<Tensor> reducedPass = pass(reduced, input, t, step, level);
          if (abreast.isPresent() && plan.full(step) && plan.reduced(step)) {
            SideBySide.Both both = abreast.get().compute(fullPass, reducedPass);
            fullSums.add(tile, weights, both.first());
            reducedSums.add(tile, weights, both.second());
          } else {
            if (plan.full(step)) {
              fullSums.add(tile, weights, fullPass.get());
            }
            if (plan.reduced(step)) {
              reducedSums.add(tile, weights, reducedPass.get());
            }
          }
        }
        finishFrames(t, frames, fullSums, reducedSums);
        Map<String, Tensor> open = new LinkedHashMap<>();
        fullSums.saveTo(open);
        reducedSums.saveTo(open);
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

  /** A look at a window; its maps are read here already, since only one thread may. */
  private Supplier<Tensor> pass(Sight sight, Tensor input, int tile, int step, NoiseLevel level) {
    List<Tensor> maps = new ArrayList<>();
    boolean looked = sight == full ? plan.full(step) : plan.reduced(step);
    features.forEach((condition, map) -> {
      if (looked && sight.conditions.contains(condition)) {
        maps.add(map.of(tiles.get(tile)));
      }
    });
    return () -> Scope.keep(() -> {
      Tensor v = look(sight, input, tile, step, level, maps).cpu().to(ScalarType.Float).contiguous();
      return Finite.checked(v, "UNet", models, options.precision());
    });
  }

  private Tensor look(Sight sight, Tensor input, int tile, int step, NoiseLevel level, List<Tensor> maps) {
    UNet network = unet.network();
    if (!plan.shallow(step) && !plan.keepsDeep(step)) {
      return network.forward(input, level, sight.token, maps);
    }
    int layers = Savings.SHALLOW_LAYERS;
    DeepFeatures deep = state.deep(
        new long[] {tiling.length(), network.deepChannels(layers), shape[1], shape[2]}, options.precision().type(), device);
    return plan.shallow(step)
        ? network.forwardReusing(input, level, sight.token, maps, layers, deep.read(sight.name, tile))
        : network.forward(input, level, sight.token, maps, layers, features -> deep.write(sight.name, tile, features));
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
    abreast.ifPresent(SideBySide::close);
    full.token.close();
    reduced.token.close();
    Scope.free(absent);
    features.values().forEach(FeatureMaps::close);
    unet.close();
  }
}
