package dev.keylight.engine;

import dev.keylight.light.SphericalHarmonics;
import dev.keylight.motion.AlignedFace;

/**
 * What one output frame should show.
 *
 * @param face where the face is
 * @param light the light that falls on it
 * @param presentationTime in units of the render's time base
 */
public record Step(AlignedFace face, SphericalHarmonics light, long presentationTime) {}
