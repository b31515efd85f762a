package dev.keylight.engine;

/** Does an engine's shading of one frame, so that whoever called the engine can time it apart from the rest. */
@FunctionalInterface
public interface ShadingClock {
  /** Times nothing. */
  ShadingClock NONE = Runnable::run;

  void time(Runnable shading);
}
