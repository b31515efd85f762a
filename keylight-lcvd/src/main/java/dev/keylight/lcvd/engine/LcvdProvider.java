package dev.keylight.lcvd.engine;

import dev.keylight.BadInputException;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EnginePlan;
import dev.keylight.engine.EngineProvider;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the lcvd engine; ready when the published weights are in their place. */
public final class LcvdProvider implements EngineProvider {
  static final String ID = "lcvd";

  private static final int SIZE = 512;

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

  @Override
  public OptionalInt workingSide() {
    return OptionalInt.of(SIZE);
  }

  @Override
  public List<String> manners() {
    return Stream.of(Preset.values()).map(preset -> preset.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public Optional<EnginePlan> plan(String manner, int frames) {
    GenerationOptions options = manner.isEmpty() ? GenerationOptions.published() : options(manner);
    // One more: the reference leads every clip.
    RenderPlan plan = Render.plan(new ModelFolder(weights()), options, Machine.cpu(), frames + 1, SIZE);
    return Optional.of(new EnginePlan(plan.seconds(), plan.bytes() >> 20));
  }

  @Override
  public Engine open() {
    return new LcvdEngine(new ModelFolder(weights()), GenerationOptions.published(), SIZE);
  }

  @Override
  public Engine open(String manner) {
    return new LcvdEngine(new ModelFolder(weights()), options(manner), SIZE);
  }

  /** A preset, a precision or both, with a comma between them: {@code fast}, {@code draft,bf16}. */
  static GenerationOptions options(String manner) {
    GenerationOptions options = GenerationOptions.published();
    for (String word : manner.split(",", -1)) {
      Optional<Preset> preset = named(word, Preset.values());
      Optional<Precision> precision = named(word, Precision.values());
      if (preset.isEmpty() && precision.isEmpty()) {
        throw new BadInputException("engine " + ID + " knows no '" + word + "'; say one of "
            + Stream.concat(Stream.of(Preset.values()), Stream.of(Precision.values()))
                .map(known -> known.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
            + ", or one of each, as in " + ID + ":fast,bf16");
      }
      GenerationOptions before = options;
      options = preset.map(value -> value.of(before)).orElseGet(() -> before.withPrecision(precision.orElseThrow()));
    }
    return options;
  }

  private static <E extends Enum<E>> Optional<E> named(String word, E[] values) {
    return Stream.of(values).filter(value -> value.name().equalsIgnoreCase(word)).findFirst();
  }
}
