package dev.keylight.lcvd.engine;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EnginePlan;
import dev.keylight.engine.EngineProvider;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.plan.Machine;
import dev.keylight.lcvd.plan.RenderPlan;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
import dev.keylight.lcvd.render.Render;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Lists the lcvd engine; ready when the published weights are in their place. */
public final class LcvdProvider implements EngineProvider {
  static final String ID = "lcvd";

  /** What was published; it was trained on 512 pixels. */
  static final Manner PUBLISHED = new Manner(GenerationOptions.published(), 512);

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "the published diffusion model, with weights you supply; minutes per second of video on a large GPU, hours on a CPU";
  }

  /** Below the instant engine until it is measured better with released weights: nobody should wait hours unasked. */
  @Override
  public int rank() {
    return 5;
  }

  @Override
  public Optional<String> missing() {
    Path weights = weights();
    return Files.isDirectory(weights.resolve("relipa")) ? Optional.empty()
        : Optional.of("its weights are not in " + weights + "; put them there or set KEYLIGHT_WEIGHTS, "
            + "see keylight weights list");
  }

  /** {@code KEYLIGHT_WEIGHTS}, or {@code .keylight/pretrained_weights} in the user's home. */
  public static Path weights() {
    String named = System.getProperty("keylight.weights", System.getenv("KEYLIGHT_WEIGHTS"));
    return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".keylight", "pretrained_weights");
  }

  /** Conditions and guidance can be chosen, see {@link Manner}. */
  @Override
  public boolean guided() {
    return true;
  }

  @Override
  public OptionalInt workingSide() {
    return OptionalInt.of(PUBLISHED.size());
  }

  @Override
  public List<String> manners() {
    return Stream.of(Preset.values()).map(preset -> preset.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public Optional<EnginePlan> plan(String manner, int frames) {
    Manner chosen = manner.isEmpty() ? PUBLISHED : PUBLISHED.with(manner, ID);
    // One more: the reference leads every clip.
    RenderPlan plan = Render.plan(new ModelFolder(weights()), chosen.options(), Machine.cpu(), frames + 1, chosen.size());
    return Optional.of(new EnginePlan(plan.seconds(), plan.bytes() >> 20));
  }

  @Override
  public Engine open() {
    return opened(PUBLISHED);
  }

  @Override
  public Engine open(String manner) {
    return opened(PUBLISHED.with(manner, ID));
  }

  private static Engine opened(Manner manner) {
    return new LcvdEngine(new ModelFolder(weights()), manner.options(), manner.size());
  }
}
