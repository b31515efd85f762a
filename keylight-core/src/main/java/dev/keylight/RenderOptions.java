package dev.keylight;

/**
 * Everything that shapes a result besides its inputs. The same inputs, options and version give the same frames.
 *
 * @param motion how the driver's motion is used
 * @param light how the light is used
 * @param output what is written
 * @param engine the engine's name, or {@code auto} for the best one installed
 * @param face which face of the portrait is meant, counted from 0 in the order of their size, at most 99
 * @param seed decides everything random
 */
public record RenderOptions(
    MotionOptions motion, LightOptions light, OutputOptions output, String engine, int face, long seed) {
  /** The name that stands for the best engine installed. */
  public static final String BEST_ENGINE = "auto";

  /** What the command does when nothing is said. */
  public static final RenderOptions DEFAULT =
      new RenderOptions(MotionOptions.DEFAULT, LightOptions.DEFAULT, OutputOptions.DEFAULT, BEST_ENGINE, 0, 0);

  /** @throws IllegalArgumentException naming what is out of its range, and the range */
  public RenderOptions {
    Range.require("number of the face", face, 0, 99);
  }

  public RenderOptions withMotion(MotionOptions value) {
    return new RenderOptions(value, light, output, engine, face, seed);
  }

  public RenderOptions withLight(LightOptions value) {
    return new RenderOptions(motion, value, output, engine, face, seed);
  }

  public RenderOptions withOutput(OutputOptions value) {
    return new RenderOptions(motion, light, value, engine, face, seed);
  }

  public RenderOptions withEngine(String value) {
    return new RenderOptions(motion, light, output, value, face, seed);
  }

  public RenderOptions withFace(int value) {
    return new RenderOptions(motion, light, output, engine, value, seed);
  }

  public RenderOptions withSeed(long value) {
    return new RenderOptions(motion, light, output, engine, face, value);
  }
}
