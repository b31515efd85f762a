package dev.keylight.media;

/**
 * How large an input may be. Checked from the file's header before any picture is decoded, and again while decoding,
 * because headers can lie.
 *
 * @param maxPixels largest width × height of one picture
 * @param maxSeconds longest clip, in seconds
 * @param maxFrames most frames of one clip
 */
public record Limits(long maxPixels, double maxSeconds, long maxFrames) {
  /** 100 megapixels, one hour, 200,000 frames: generous for people's own files, safe for an 8 GB machine. */
  public static final Limits DEFAULT = new Limits(100_000_000L, 3600, 200_000);

  public Limits {
    if (maxPixels <= 0 || !(maxSeconds > 0) || maxFrames <= 0) {
      throw new IllegalArgumentException("limits must be positive: " + maxPixels + " pixels, " + maxSeconds
          + " seconds, " + maxFrames + " frames");
    }
  }
}
