package dev.keylight.eval.metric;

/** What a metric needs besides the result. */
public enum Need {
  /** What the result was made from: a portrait or a video. */
  SOURCE("a source"),
  /** A source that is a video, which the result follows frame by frame. */
  MOVING_SOURCE("a source video"),
  /** The video whose motion was put onto the portrait. */
  DRIVER("a driver"),
  /** Any video that the result follows frame by frame. */
  GUIDE("a driver, true video or source video"),
  /** The real video that the result should equal. */
  TRUTH("the true video"),
  /** The light that was asked for. */
  LIGHT("a target light"),
  /** The lengths of the tiles that a long video was made of. */
  TILES("the tiling");

  private final String words;

  Need(String words) {
    this.words = words;
  }

  /** For sentences. */
  public String words() {
    return words;
  }
}
