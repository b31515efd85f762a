package dev.keylight.engine;

/** Where a render gets its engine: opened for it alone, or lent by somebody who keeps it open ({@link KeptEngine}). */
@FunctionalInterface
public interface EngineSource {
  /** An engine of its own for each render. */
  EngineSource EACH = Engines::open;

  /**
   * The engine for one render, which closes it at its end.
   *
   * @param name as {@link Engines#open} wants it, which also says what it throws
   */
  Engine open(String name);
}
