package dev.keylight.media;

import java.nio.file.Path;
import java.util.Map;

/**
 * How to write a video or pictures. The format follows from the file name, see {@link Media#create}.
 *
 * @param frameRate frames per second, exact; null for a variable rate, where the frames' own time base is kept
 * @param quality 0 to 100, one meaning over all lossy formats: 100 the best the codec can do, 90 (the default)
 *     visually lossless, 50 a small file, 0 the smallest
 * @param audio a file whose first sound track accompanies the pictures from the start, cut to their length; null for
 *     silence
 * @param metadata tags to store in the file, such as {@code comment} or {@code title}
 */
public record Output(Rational frameRate, int quality, Path audio, Map<String, String> metadata) {
  public static final int DEFAULT_QUALITY = 90;

  public Output {
    if (quality < 0 || quality > 100) {
      throw new IllegalArgumentException("quality must be 0 to 100, was " + quality);
    }
    if (frameRate != null && frameRate.numerator() <= 0) {
      throw new IllegalArgumentException("frame rate must be positive, was " + frameRate);
    }
    metadata = Map.copyOf(metadata);
  }

  /** Default quality at the given rate, silent and without tags. */
  public static Output at(Rational frameRate) {
    return new Output(frameRate, DEFAULT_QUALITY, null, Map.of());
  }

  /** As the given input was timed: its exact rate, or its own time stamps if the rate varies. */
  public static Output like(MediaInfo input) {
    return at(input.variableRate() ? null : input.frameRate());
  }

  public Output withQuality(int newQuality) {
    return new Output(frameRate, newQuality, audio, metadata);
  }

  public Output withAudio(Path newAudio) {
    return new Output(frameRate, quality, newAudio, metadata);
  }

  public Output withMetadata(Map<String, String> newMetadata) {
    return new Output(frameRate, quality, audio, newMetadata);
  }
}
