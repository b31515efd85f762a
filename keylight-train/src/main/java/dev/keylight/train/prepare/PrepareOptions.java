package dev.keylight.train.prepare;

/**
 * What a clip must be, and how it is stored.
 *
 * @param side of the stored square pictures, in pixels, a multiple of 32
 * @param fewestFrames of a clip; shorter ones are rejected
 * @param mostFrames of a clip; longer ones are cut into parts
 * @param every how many frames of the video make one of the clip
 * @param smallestFace height of the face in pixels of the video below which a clip is rejected
 * @param leastSharpness see {@link Sharpness}
 * @param stills whether pictures are taken as clips of one frame
 * @param quality what else a clip is held against
 * @param flame DECA and FLAME, for the published hints and landmark maps; null for those of the built-in mesh
 */
public record PrepareOptions(
    int side, int fewestFrames, int mostFrames, int every, float smallestFace, double leastSharpness, boolean stills,
    QualityGate quality, FlameFiles flame) {
  public PrepareOptions {
    if (side < 32 || side % 32 != 0) {
      throw new IllegalArgumentException("the pictures' side must be a multiple of 32, was " + side);
    }
    if (fewestFrames < 1 || mostFrames < fewestFrames || every < 1) {
      throw new IllegalArgumentException("a clip must have at least one frame and at most more than at least");
    }
  }

  /** For the full model: 512², at least as many frames as the model sees at once. */
  public static PrepareOptions full() {
    return new PrepareOptions(512, 16, 300, 1, 160, 12, false, QualityGate.NONE, null);
  }

  /** The same wherever the files are that it names: these count by what is in them. */
  PrepareOptions anywhere() {
    return new PrepareOptions(side, fewestFrames, mostFrames, every, smallestFace, leastSharpness, stills, quality.anywhere(),
        flame == null ? null : new FlameFiles("", flame.ownDetector()));
  }
}
