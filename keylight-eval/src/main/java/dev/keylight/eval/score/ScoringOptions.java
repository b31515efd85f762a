package dev.keylight.eval.score;

/**
 * How clips are walked through.
 *
 * @param frames most frames that are scored
 * @param every dear metrics look at every n-th frame, the first included
 */
public record ScoringOptions(int frames, int every) {
  /** The paper's first 100 frames; dear metrics on every tenth, as the published numbers are taken. */
  public static final ScoringOptions PUBLISHED = new ScoringOptions(100, 10);

  public ScoringOptions {
    if (frames < 1 || every < 1) {
      throw new IllegalArgumentException("at least one frame must be scored, and every first");
    }
  }
}
