package dev.keylight.pipeline;

import dev.keylight.compose.FaceCrop;
import dev.keylight.engine.Shot;
import dev.keylight.media.Frame;

/**
 * One frame of a clip on its way through relighting. Owns the picture; the shot belongs to the engine once it was given to
 * it.
 *
 * @param picture the whole frame
 * @param crop the part of it that the shot shows
 * @param shot what the engine is to light
 */
record Take(Frame picture, FaceCrop crop, Shot shot) implements AutoCloseable {
  /** For takes that never reached the engine. */
  @Override
  public void close() {
    shot.frame().close();
    if (shot.matte() != null) {
      shot.matte().close();
    }
    picture.close();
  }
}
