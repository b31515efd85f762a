package dev.keylight.engine.warp;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineProvider;
import java.util.Optional;

/** Lists the warp engine; always ready. */
public final class WarpProvider implements EngineProvider {
  @Override
  public String id() {
    return "warp";
  }

  @Override
  public String description() {
    return "mesh warp and shading ratio, no network, instant";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public Engine open() {
    return new WarpEngine();
  }
}
