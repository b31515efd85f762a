package dev.keylight.eval.protocol;

import dev.keylight.Progress;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import java.nio.file.Path;
import java.util.Optional;

/** The source as it is: what doing nothing scores. */
public record SourceMethod() implements Method {
  @Override
  public String name() {
    return "unlit";
  }

  @Override
  public boolean baseline() {
    return true;
  }

  @Override
  public Optional<Footage> result(Case wanted, Path folder, EngineSource engines, Progress progress) {
    return Optional.of(Footage.of(wanted.source()));
  }
}
