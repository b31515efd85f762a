package dev.keylight.eval.protocol;

import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.score.Trial;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that every method is asked to make.
 *
 * @param name unique within an experiment; finished results of other tools bear it
 * @param task what is to be done
 * @param source the portrait or the clip
 * @param driver whose motion it shall have; for animation only
 * @param truth the real video it should become, where there is one
 * @param light the light it shall stand in; empty to keep its own
 */
public record Case(
    String name, Task task, Path source, Optional<Path> driver, Optional<Path> truth, Optional<String> light) {
  /** What a method is asked to do. */
  public enum Task {
    /** Put a clip under another light. */
    RELIGHT,
    /** Put a picture under another light, repeated for some frames. */
    STILL,
    /** Move a portrait. */
    ANIMATE
  }

  /** How a result of it is scored. */
  Trial trial(String method, Footage result) {
    Trial trial = Trial.of(method, name, result).withSource(Footage.of(source));
    if (driver.isPresent()) {
      trial = trial.withDriver(Footage.of(driver.get()));
    }
    if (truth.isPresent()) {
      trial = trial.withTruth(Footage.of(truth.get()));
    }
    return light.isPresent() ? trial.withLight(light.get()) : trial;
  }
}
