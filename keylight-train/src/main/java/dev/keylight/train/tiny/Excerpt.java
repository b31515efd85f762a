package dev.keylight.train.tiny;

import dev.keylight.train.data.Clip;

/**
 * Some frames of a clip, evenly spread: neighbours say little new, and each costs a run of the autoencoder.
 *
 * @param clip it is from; not owned
 * @param count of frames, at most the clip's
 */
record Excerpt(Clip clip, int count) {
  static Excerpt of(Clip clip, int most) {
    return new Excerpt(clip, Math.min(most, clip.frames()));
  }

  /** The clip's number of the excerpt's k-th frame. */
  int frame(int k) {
    return (int) ((long) k * clip.frames() / count);
  }
}
