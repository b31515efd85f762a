package dev.keylight.engine;

import dev.keylight.BadInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an engine is found: modules that bring one list their provider in {@code META-INF/services}. Asking a provider is
 * cheap; only {@link #open} loads anything.
 */
public interface EngineProvider {
  /** The name users say, see {@link Engine#id()}. */
  String id();

  /** What the engine is, in a few words, for lists. */
  String description();

  /** Higher is better; the best installed engine that misses nothing is the default. */
  int rank();

  /** What is missing for it to run on this machine and how to get it, in one sentence; empty when it is ready. */
  Optional<String> missing();

  /** Side in pixels of the square the engine works in, whatever the size of the result; empty when it works in that size. */
  default OptionalInt workingSide() {
    return OptionalInt.empty();
  }

  /** What {@link #open(String)} knows and users may want to choose from, in the order of their cost; may be empty. */
  default List<String> manners() {
    return List.of();
  }

  /**
   * What a render will take. May load what the engine itself needs, and take seconds.
   *
   * @param manner as for {@link #open(String)}, empty for the usual one
   * @param frames of the result
   * @return empty when only experience can tell
   * @throws dev.keylight.KeylightException when it does not fit on this machine
   */
  default Optional<EnginePlan> plan(String manner, int frames) {
    return Optional.empty();
  }

  /**
   * Whether it is a model with conditions that can be left out and a guidance that can be weighed: its manners are then
   * {@code reference-only}, {@code shading-only} and {@code guidance=W}, alone or after others with a comma between them.
   */
  default boolean guided() {
    return false;
  }

  /** Opens the engine; the caller closes it. */
  Engine open();

  /**
   * Opens the engine in a manner of its own, such as a faster one; the caller closes it.
   *
   * @param manner what stands after the engine's name and a colon
   * @throws BadInputException when it knows no such manner; the message lists those it knows
   */
  default Engine open(String manner) {
    throw new BadInputException("engine " + id() + " works in one way only; leave out ':" + manner + "'");
  }
}
