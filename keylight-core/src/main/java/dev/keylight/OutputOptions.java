package dev.keylight;

import dev.keylight.media.Output;
import dev.keylight.media.Rational;

/**
 * What is written.
 *
 * @param longSide the longer side of the result in pixels, 64 to 8192, or 0 for the source's own size
 * @param quality 0 to 100 for lossy formats, see {@link Output}
 * @param frameRate frames per second, 1 to 240, or null for the driver's own frames and time stamps
 * @param seconds length of a video made from still pictures or a template, at most 3600; 0 for 4 s, and for once through a template
 * @param audio whether the sound of the driver (or of the relit video) goes along
 * @param compare whether source, driver and result stand side by side in the picture
 * @param sheet whether a contact sheet is written beside the result
 * @param background what stands behind the person
 * @param sidecar whether {@code OUT.json} is written; the marking inside the file is always there
 */
public record OutputOptions(
    int longSide,
    int quality,
    Rational frameRate,
    float seconds,
    boolean audio,
    boolean compare,
    boolean sheet,
    Background background,
    boolean sidecar) {
  /** The source's size, the driver's frames and sound, the own background, with a sidecar. */
  public static final OutputOptions DEFAULT =
      new OutputOptions(0, Output.DEFAULT_QUALITY, null, 0, true, false, false, Background.KEEP, true);

  /** @throws IllegalArgumentException naming what is out of its range, and the range */
  public OutputOptions {
    if (longSide != 0) {
      Range.require("size", longSide, 64, 8192);
    }
    Range.require("quality", quality, 0, 100);
    Range.require("seconds", seconds, 0, 3600);
    if (frameRate != null) {
      Range.require("frame rate", frameRate.value(), 1, 240);
    }
  }
}
