package dev.keylight.lcvd.engine;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineProvider;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.render.GenerationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
  public Engine open() {
    return new LcvdEngine(new ModelFolder(weights()), GenerationOptions.published(), SIZE);
  }
}
