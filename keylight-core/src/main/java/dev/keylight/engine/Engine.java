package dev.keylight.engine;

import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns a portrait and a stream of steps into a stream of frames. An engine may look ahead in the steps (diffusion works
 * in windows) but never holds more of them than its window.
 */
public interface Engine extends AutoCloseable {
  /** The name users say: {@code warp}, {@code lcvd}, {@code lcvd-tiny}. */
  String id();

  /** A hash of the weights, for provenance; empty when the engine has none. */
  String weightsHash();

  /**
   * Renders lazily: each {@code next()} of the result yields one frame, in the order of the steps, owned by the caller.
   * The steps' iterator is consumed on the calling thread. The portrait must stay open until the last frame.
   */
  Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options);

  /**
   * Relights a video's frames, keeping motion and background: lazily, one frame out for one shot in, in their order.
   * {@link EngineOptions#sourceLight} is not used; every shot brings its own.
   *
   * @param topology of the shots' faces
   */
  Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options);

  /**
   * How pictures should be read for this engine, when it was not made for the built-in face model; the caller closes it.
   *
   * @param notes told when it would rather be read otherwise but cannot, and why
   */
  default Optional<Perception> perception(Consumer<String> notes) {
    return Optional.empty();
  }

  /** Ends the renders that are open and gives back what they hold; what was loaded stays for the next. */
  void endRenders();

  /** Ends the renders that are open, and gives back everything. */
  @Override
  void close();
}
