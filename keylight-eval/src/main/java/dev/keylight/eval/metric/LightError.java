package dev.keylight.eval.metric;

import dev.keylight.light.SphericalHarmonics;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * LE: how far the light on the result's face is from the light that was asked for, by the built-in light fit on the
 * tracked mesh (LCVD's LE uses DECA's 27 numbers after NeRFFaceLighting; the norm is not stated there).
 *
 * <p>{@link #UNIT} is the distance of the two sets of 27 harmonics, each scaled to length 1, so that exposure drops out: 0
 * is the same light, 2 the opposite. {@link #LUMA} is the same for the nine numbers of luminance, as
 * {@code tools/measure} has it. {@link #PLAIN} is the plain distance of the 27 numbers, exposure included.
 */
public final class LightError extends FrameMetric {
  public static final String UNIT = "LE-mesh";
  public static final String LUMA = "LE-mesh-luma";
  public static final String PLAIN = "LE-mesh-L2";

  private static final String WEIGHTS = "built-in light fit on MediaPipe's face mesh";

  private final ToDoubleBiFunction<SphericalHarmonics, SphericalHarmonics> distance;

  private LightError(String id, String meaning, ToDoubleBiFunction<SphericalHarmonics, SphericalHarmonics> distance) {
    super(new MetricInfo(id, meaning, Better.LOWER, Set.of(Need.LIGHT), WEIGHTS));
    this.distance = distance;
  }

  /** 27 numbers at length 1, 0..2. */
  public static LightError unit() {
    return new LightError(
        UNIT, "distance of the face's light to the target's, 27 harmonics each scaled to length 1 (0 to 2)",
        SphericalHarmonics::distance);
  }

  /** Nine luminance numbers at length 1, 0..2. */
  public static LightError luma() {
    return new LightError(
        LUMA, "the same for the nine harmonics of luminance (0 to 2)",
        (a, b) -> Vectors.distance(Vectors.unit(a.luminance()), Vectors.unit(b.luminance())));
  }

  /** 27 numbers as they are. */
  public static LightError plain() {
    return new LightError(
        PLAIN, "distance of the 27 harmonics as they are, exposure included",
        (a, b) -> Vectors.distance(a.coefficients(), b.coefficients()));
  }

  @Override
  protected double measure(Moment moment) {
    if (!moment.sampled()) {
      return Double.NaN;
    }
    SphericalHarmonics seen = moment.result().light();
    return seen == null ? Double.NaN : distance.applyAsDouble(seen, moment.target());
  }
}
