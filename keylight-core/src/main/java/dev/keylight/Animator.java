package dev.keylight;

import dev.keylight.engine.EngineSource;
import dev.keylight.pipeline.Renders;
import java.nio.file.Path;

/**
 * Moves and lights portraits: the main door of Keylight. Every method works through to the end and leaves a whole file
 * or, failed or cancelled, none. Thread safe unless its engines come from a source that is not; each render uses about two
 * processors.
 */
public final class Animator {
  private final EngineSource engines;

  /** Opens an engine for each render. */
  public Animator() {
    this(EngineSource.EACH);
  }

  /** @param engines where renders get their engines, such as one that is kept open; stays the caller's */
  public Animator(EngineSource engines) {
    this.engines = engines;
  }

  /** Moves a portrait with a driver's motion under a light, with the default options. */
  public RenderReport animate(Path portrait, Motion motion, Light light, Path output) {
    return animate(portrait, motion, light, output, RenderOptions.DEFAULT, Progress.NONE);
  }

  /**
   * Moves a portrait with a driver's motion under a light.
   *
   * @param portrait a picture with a face
   * @param output the file to write; its name decides the format, see {@link dev.keylight.media.Media#create}
   * @throws BadInputException when an input cannot be used
   * @throws KeylightException when something else fails
   * @throws java.util.concurrent.CancellationException when {@code progress} said so
   */
  public RenderReport animate(
      Path portrait, Motion motion, Light light, Path output, RenderOptions options, Progress progress) {
    return Renders.animate(engines, portrait, motion, light, output, options, progress);
  }

  /** Puts a picture or a clip under another light, with the default options. */
  public RenderReport relight(Path input, Light light, Path output) {
    return relight(input, light, output, RenderOptions.DEFAULT, Progress.NONE);
  }

  /**
   * Puts a picture or a clip under another light. A clip keeps its motion, camera, time stamps and sound.
   *
   * @param input a picture or a clip with a face
   * @param output the file to write
   * @throws BadInputException when an input cannot be used
   * @throws KeylightException when something else fails
   * @throws java.util.concurrent.CancellationException when {@code progress} said so
   */
  public RenderReport relight(Path input, Light light, Path output, RenderOptions options, Progress progress) {
    return Renders.relight(engines, input, light, output, options, progress);
  }
}
