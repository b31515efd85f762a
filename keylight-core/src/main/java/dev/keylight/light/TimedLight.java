package dev.keylight.light;

/**
 * A light seen at one moment of a video.
 *
 * @param seconds from the video's start
 * @param light as fitted then
 * @param weight how much to trust it, 0 (a bridged gap) to 1
 */
public record TimedLight(double seconds, SphericalHarmonics light, float weight) {}
