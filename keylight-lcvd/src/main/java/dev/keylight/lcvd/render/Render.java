package dev.keylight.lcvd.render;

import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.plan.Machine;
import dev.keylight.lcvd.plan.OutOfMemory;
import dev.keylight.lcvd.plan.RenderPlan;
import dev.keylight.lcvd.sampler.NoiseSchedule;
import dev.keylight.lcvd.sampler.Tiling;
import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.ObjIntConsumer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;

/** One render, from panels to frames. */
public final class Render {
  private final ModelFolder models;
  private final Panels panels;
  private final GenerationOptions options;
  private final Progress progress;
  private final Machine machine;

  /** A render on the CPU, with all the memory that is free. */
  public Render(ModelFolder models, Panels panels, GenerationOptions options, Progress progress) {
    this(models, panels, options, progress, Machine.cpu());
  }

  /** @param machine where to compute, and how much memory may be used */
  public Render(ModelFolder models, Panels panels, GenerationOptions options, Progress progress, Machine machine) {
    this.models = models;
    this.panels = panels;
    this.options = options;
    this.progress = progress;
    this.machine = machine;
  }

  /**
   * What the render will take.
   *
   * @throws dev.keylight.KeylightException when it does not fit into the memory that may be used
   */
  public RenderPlan plan() {
    return plan(models, options, machine, panels.frames(), panels.size());
  }

  /**
   * What a render of so many frames of so many pixels square would take.
   *
   * @throws dev.keylight.KeylightException when it does not fit into the memory that may be used
   */
  public static RenderPlan plan(ModelFolder models, GenerationOptions options, Machine machine, int frames, int size) {
    Tiling tiling = new Tiling(Math.max(Tiling.LENGTH, frames), Tiling.LENGTH, options.overlap());
    StepPlan steps = new StepPlan(
        options.sampler(models).schedule(), options.guidance(), options.savings());
    return RenderPlan.of(models, machine, options.precision(),
        steps.passes() * tiling.tiles().size(), tiling.length(), frames, size);
  }

  /**
   * Renders every frame, or what is left of them when an earlier run with the same panels, weights and options was
   * interrupted.
   *
   * @param work where the state of the render lives until {@link RenderState#finish}; created, and removed at the end
   * @param latentsOut where to write the final latents, unscaled, as {@code latents_over_scale}; empty for nowhere
   * @param whole whether all frames are given, even those an earlier run gave: for outputs that cannot be continued
   * @param frames receives each frame with its number, in order; the frame is closed after the call
   * @throws CancellationException when the progress says so; the work folder stays, so that the render can go on
   */
  public void run(Path work, Optional<Path> latentsOut, boolean whole, ObjIntConsumer<Frame> frames) {
    try (InferenceMode inference = new InferenceMode(true)) {
      RenderState state = RenderState.open(work, fingerprint());
      if (state.resumed()) {
        progress.note("continuing the interrupted render at step " + (state.step() + 1) + ", tile " + (state.tile() + 1));
      }
      RenderPlan plan = sampled(state);
      latentsOut.ifPresent(file -> export(state, file));
      decode(state, plan, whole ? 0 : state.decoded(), frames);
    }
  }

  /** Samples what is left, with smaller plans when memory runs out; gives the plan it ended with. */
  private RenderPlan sampled(RenderState state) {
    RenderPlan plan = plan();
    progress.note(plan.sentence());
    while (state.step() < looks()) {
      try {
        sample(state, plan);
      } catch (RuntimeException | OutOfMemoryError e) {
        plan = OutOfMemory.smaller(plan, e, progress);
      }
    }
    return plan;
  }

  private void sample(RenderState state, RenderPlan plan) {
    Panels clip = new PaddedPanels(panels, Tiling.LENGTH);
    int size = panels.size();
    int latentSize = size / models.vaeConfig().scale();
    int channels = models.vaeConfig().latentChannels();
    try (Device device = machine.open();
        Noise noise = options.noise().isPresent()
            ? Noise.read(options.noise().get(), size, latentSize, channels)
            : Noise.seeded(options.seed(), size, latentSize, channels);
        Reference reference = Reference.look(models, panels, noise.image(), options.precision(), device)) {
      NoiseSchedule schedule = options.sampler(models).schedule();
      if (!state.resumed()) {
        TiledSampler.start(state, noise, schedule, clip.frames());
      }
      try (TiledSampler sampler = new TiledSampler(models, clip, options, state, reference, device, plan,
          progress.part("Sampling", "windows"))) {
        sampler.run();
      }
    }
  }

  private void export(RenderState state, Path file) {
    long[] shape = latentShape();
    double scale = models.vaeConfig().scalingFactor();
    try (LatentFile latents = state.latents(looks(), shape)) {
      SafetensorsWriter.writeSlices(file, "latents_over_scale", new long[] {panels.frames(), shape[0], shape[1], shape[2]},
          frame -> latents.read(frame).div(new Scalar(scale)));
    }
  }

  private void decode(RenderState state, RenderPlan plan, int start, ObjIntConsumer<Frame> frames) {
    try (DecodedFrames decoded = decoded(state, plan, start)) {
      for (int number = start; decoded.hasNext(); number++) {
        if (progress.cancelled()) {
          throw new CancellationException();
        }
        progress.update(number, panels.frames());
        try (Frame frame = decoded.next()) {
          frames.accept(frame, number);
        }
      }
      decoded.finish();
      progress.update(panels.frames(), panels.frames());
    }
  }

  private DecodedFrames decoded(RenderState state, RenderPlan plan, int start) {
    return new DecodedFrames(models, state, state.latents(looks(), latentShape()), start, panels.frames(), plan, progress);
  }

  /**
   * Samples the whole clip, then gives its frames one by one, decoded as they are asked for.
   *
   * @param work as in {@link #run}; removed by {@link DecodedFrames#finish}
   */
  public DecodedFrames frames(Path work) {
    try (InferenceMode inference = new InferenceMode(true)) {
      RenderState state = RenderState.open(work, fingerprint());
      return decoded(state, sampled(state), 0);
    }
  }

  /** How many steps the sampler takes. */
  private int looks() {
    return options.sampler(models).schedule().steps();
  }

  private long[] latentShape() {
    long side = panels.size() / models.vaeConfig().scale();
    return new long[] {models.vaeConfig().latentChannels(), side, side};
  }

  /** Changes whenever the frames would. */
  private String fingerprint() {
    return options + " " + machine.device() + " " + panels.fingerprint() + " " + WeightsFingerprint.of(models.files(options.mode()));
  }
}
