package dev.keylight.engine;

import dev.keylight.BadInputException;
import java.util.Optional;

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
