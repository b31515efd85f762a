package dev.keylight.light;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.util.Arrays;

/**
 * Reads the light off a photographed face: fits order-2 harmonics to the linear colours of its skin over the normals of
 * its mesh.
 *
 * <p>What must not be read as shadow: brows, eyes and lips are left out ({@code FaceRegions}); beards, hair and glasses by
 * robust weights on brightness (one-sided: things on a face are darker than skin more often than brighter) and on colour.
 * What must not be read as light: the skin's own colour ({@code SkinTone}). What cannot exist: lamps of negative power
 * ({@code LampField}); the free fit is pulled towards the best physical light, more where the face says little.
 *
 * <p>Immutable and thread safe.
 */
public final class PhotoLight {
  private static final int N = SphericalHarmonics.BANDS;
  private static final int ROUNDS = 10;

  /** Pull towards the physical light, per unit of weight: nothing on the mean, little on direction, more on squares. */
  private static final double[] PULL = {0, .004, .004, .008, .012, .012, .012, .012, .02};

  /** The same where a face does not tell its light's even part from its square, see {@link Fit#doubt}. */
  private static final double[] DOUBTFUL_PULL = {.1, .05, .05, .1, .1, .1, .1, .1, .1};

  /** Even part of the free fit over the physical light's: below the first it is not believed, above the second it is. */
  private static final double UNBELIEVABLE = .35;

  private static final double BELIEVABLE = .62;

  /** Cost of lamps in the physical light: enough that a frontal face is not explained by lamps behind it. */
  private static final double RIDGE = .003;

  /**
   * Pull of a colour channel towards the luminance's shape. Colour may differ from side to side, as with two lamps, but
   * finer differences are mostly the picture's contrast curve, which makes shadows more saturated than their light is.
   */
  private static final double[] COLOUR_PULL = {.1, .06, .06, .06, .3, .3, .3, .3, .3};

  private static final int FEWEST_SAMPLES = 60;

  private final FaceTopology topology;

  public PhotoLight(FaceTopology topology) {
    this.topology = topology;
  }

  /**
   * What a photo says about its light.
   *
   * @param light as it fell on the face
   * @param albedo linear RGB of the skin, as assumed when light and skin were separated
   * @param residual robust relative error of the fit over the skin that was used, .1 is good, .4 is hard shadows
   * @param support share of the face's visible pixels that took part, in 0..1
   */
  public record Estimate(SphericalHarmonics light, float[] albedo, float residual, float support) {}

  /**
   * @return the light; a dim even light and support 0 where less than a thumbnail of skin can be seen
   */
  public Estimate estimate(Frame frame, FaceObservation face) {
    FaceSamples samples = FaceSamples.of(frame, face, topology);
    if (samples.count < FEWEST_SAMPLES) {
      return new Estimate(SphericalHarmonics.ambient(.5f, .5f, .5f), new float[] {.4f, .3f, .25f}, 1, 0);
    }
    return new Fit(samples).run();
  }

  /** The light alone. */
  public SphericalHarmonics of(Frame frame, FaceObservation face) {
    return estimate(frame, face).light();
  }

  /** One estimate in the making. */
  private static final class Fit {
    private final FaceSamples samples;
    private final int count;
    private final float[] basis;
    private final float[] luminance;
    private final float[] weights;
    private final SkinChroma skin;
    private final float[] chroma;
    private double residual;

    Fit(FaceSamples samples) {
      this.samples = samples;
      count = samples.count;
      basis = new float[N * count];
      luminance = new float[count];
      float[] bands = new float[N];
      for (int i = 0; i < count; i++) {
        SphericalHarmonics.basis(
            samples.normals[3 * i], samples.normals[3 * i + 1], samples.normals[3 * i + 2], bands);
        System.arraycopy(bands, 0, basis, N * i, N);
        luminance[i] =
            .2126f * samples.rgb[3 * i] + .7152f * samples.rgb[3 * i + 1] + .0722f * samples.rgb[3 * i + 2];
      }
      weights = Arrays.copyOf(samples.trust, count);
      skin = new SkinChroma(samples, luminance);
      chroma = skin.weights();
    }

    Estimate run() {
      double[] y = brightness();
      double[][] channels = new double[3][];
      double[] mean = new double[3];
      double meanLuminance = Math.max(mean(y), 1e-6);
      for (int c = 0; c < 3; c++) {
        NormalEquations equations = new NormalEquations();
        for (int i = 0; i < count; i++) {
          equations.add(basis, N * i, weights[i], samples.rgb[3 * i + c]);
        }
        double ratio = Math.max(mean(LampField.fit(equations, RIDGE)), 0) / meanLuminance;
        double[] shape = new double[N];
        for (int b = 0; b < N; b++) {
          shape[b] = ratio * y[b];
        }
        channels[c] = nonNegative(equations, shape, COLOUR_PULL);
        mean[c] = Math.max(mean(channels[c]), 1e-5);
      }
      double[] seen = {Math.log(mean[0] / mean[1]), Math.log(mean[2] / mean[1])};
      float[] albedo = SkinTone.albedo(seen, skin.spread(), samples.sclera);
      float[] light = new float[3 * N];
      for (int b = 0; b < N; b++) {
        for (int c = 0; c < 3; c++) {
          light[3 * b + c] = (float) (channels[c][b] / albedo[c]);
        }
      }
      double used = 0;
      for (float w : weights) {
        used += w;
      }
      return new Estimate(new SphericalHarmonics(light), albedo, (float) residual, (float) (used / count));
    }

    /** Robust fit of the luminance; leaves the weights behind for the colours. */
    private double[] brightness() {
      double[] y = new double[N];
      NormalEquations equations = new NormalEquations();
      float[] relative = new float[count];
      float[] sorted = new float[count];
      for (int round = 0; round < ROUNDS; round++) {
        equations.clear();
        for (int i = 0; i < count; i++) {
          equations.add(basis, N * i, weights[i], luminance[i]);
        }
        double[] physical = LampField.fit(equations, RIDGE);
        y = equations.solve(PULL, physical);
        double doubt = doubt(y, physical);
        if (doubt > 0) {
          y = equations.solve(mixed(doubt), physical);
        }
        double floor = .25 * Math.max(mean(y), 1e-4);
        for (int i = 0; i < count; i++) {
          double fitted = shading(y, i);
          relative[i] = (float) ((luminance[i] - fitted) / (Math.max(fitted, 0) + floor));
          sorted[i] = Math.abs(relative[i]);
        }
        Arrays.sort(sorted);
        double spread = Math.max(.06, 1.4826 * sorted[count / 2]);
        residual = spread;
        for (int i = 0; i < count; i++) {
          double k = relative[i] / (spread * (relative[i] < 0 ? 1.5 : 2.2));
          weights[i] = (float) (samples.trust[i] * chroma[i] / (1 + k * k));
        }
      }
      return y;
    }

    /**
     * Whether the free fit cannot be meant, 0..1. The normals of a turned face, or a hard shadow across one, leave the even
     * part, the part from the front and its square nearly exchangeable; a fit then takes a small or even negative even part
     * and makes up for it with the others, where lamps that exist explain the same face with a larger one.
     */
    private static double doubt(double[] y, double[] physical) {
      double t = (BELIEVABLE - y[0] / Math.max(physical[0], 1e-9)) / (BELIEVABLE - UNBELIEVABLE);
      t = Math.max(0, Math.min(1, t));
      return t * t * (3 - 2 * t);
    }

    private static double[] mixed(double doubt) {
      double[] pull = new double[N];
      for (int b = 0; b < N; b++) {
        pull[b] = PULL[b] + doubt * (DOUBTFUL_PULL[b] - PULL[b]);
      }
      return pull;
    }

    /** Solves, then holds up whatever fell below zero on the side the camera sees. */
    private static double[] nonNegative(NormalEquations equations, double[] prior, double[] pull) {
      double[] y = equations.solve(pull, prior);
      double weight = equations.weight;
      float[] bands = new float[N];
      for (int round = 0; round < 6; round++) {
        double floor = .02 * Math.max(mean(y), 0);
        boolean below = false;
        for (float[] d : LampField.DIRECTIONS) {
          if (d[2] > -.3f) {
            SphericalHarmonics.basis(d[0], d[1], d[2], bands);
            double sum = 0;
            for (int b = 0; b < N; b++) {
              sum += y[b] * bands[b];
            }
            if (sum < floor) {
              equations.add(bands, 0, .004 * weight, floor);
              equations.weight = weight;
              below = true;
            }
          }
        }
        if (!below) {
          break;
        }
        y = equations.solve(pull, prior);
      }
      return y;
    }

    private double shading(double[] y, int i) {
      double sum = 0;
      for (int b = 0; b < N; b++) {
        sum += y[b] * basis[N * i + b];
      }
      return sum;
    }

    /** Mean over the camera's side of a sphere, as {@link SphericalHarmonics#meanShading()}. */
    private static double mean(double[] y) {
      return SphericalHarmonics.constant(0) * y[0]
          + SphericalHarmonics.constant(3) * y[3] * 2 / 3
          + SphericalHarmonics.constant(8) * y[8] / 2;
    }
  }
}
