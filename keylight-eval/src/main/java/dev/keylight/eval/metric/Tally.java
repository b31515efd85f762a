package dev.keylight.eval.metric;

/** The running score of one clip. */
public interface Tally {
  /** Looks at the next moment and returns its own value, NaN where the moment has none. */
  double add(Moment moment);

  /** The clip's score so far, NaN if nothing could be measured. */
  double total();

  /** Moments that took part. */
  int measured();
}
