package dev.keylight.eval.metric;

/**
 * What is known of a clip before its first frame.
 *
 * @param seconds how long the result lasts; 0 for a still, negative when unknown
 * @param soundSeconds how long its sound lasts; 0 without sound, negative when unknown
 * @param guideSeconds how long what it follows lasts (driver, true video or source video); negative when there is none
 * @param tileLength frames of a tile of the method that made it; 0 when it was not made in tiles
 * @param tileOverlap frames that neighbouring tiles share, counting the anchor
 * @param light that was asked for, as users name it; null when none was
 */
public record Clip(double seconds, double soundSeconds, double guideSeconds, int tileLength, int tileOverlap, String light) {}
