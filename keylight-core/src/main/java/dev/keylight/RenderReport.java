package dev.keylight;

import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.StageClock;
import java.nio.file.Path;

/**
 * What came out of a render.
 *
 * @param output the file, whole
 * @param frames how many it has
 * @param width in pixels
 * @param height in pixels
 * @param heldFrames frames for which the driver gave nothing usable, so that the motion was held
 * @param provenance how it came about
 * @param clock where the time went
 */
public record RenderReport(
    Path output, long frames, int width, int height, long heldFrames, Provenance provenance, StageClock clock) {}
