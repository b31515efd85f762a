package dev.keylight.eval.protocol;

import dev.keylight.Progress;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import java.nio.file.Path;
import java.util.Optional;

/** Who makes results: an engine with its options, another tool that has already made them, or nobody. */
public interface Method {
  /** As the tables name it; no two methods of an experiment have one name. */
  String name();

  /** Whether it is only there for orientation and is never best. */
  boolean baseline();

  /**
   * The result for a case, made now if it is not there yet; empty when this method has none.
   *
   * @param folder where it may be put
   * @param engines where an engine comes from, if one is needed
   * @throws dev.keylight.KeylightException when it should be made and cannot
   */
  Optional<Footage> result(Case wanted, Path folder, EngineSource engines, Progress progress);
}
