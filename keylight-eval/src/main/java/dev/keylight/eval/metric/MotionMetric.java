package dev.keylight.eval.metric;

import dev.keylight.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Whether the result moves as what it follows does. Each compares a few numbers of the result's face with the same of the
 * guide's, frame by frame or, where identity or framing must be taken out first, over the whole clip.
 */
public final class MotionMetric implements Metric {
  /** Fewer moments than this say nothing about movement. */
  private static final int FEWEST = 3;

  /**
   * A guide whose lips or lids deviate by less does not move them: there is nothing to follow. In distances between the eyes,
   * about 0.3 mm; the tracker's own unrest on lips and lids at rest is 0.001 to 0.004.
   */
  private static final double STILL = 0.005;

  private final MetricInfo info;
  private final Function<FaceObservation, float[]> describe;
  private final ToDoubleBiFunction<List<float[]>, List<float[]>> compare;

  private MotionMetric(
      MetricInfo info,
      Function<FaceObservation, float[]> describe,
      ToDoubleBiFunction<List<float[]>, List<float[]>> compare) {
    this.info = info;
    this.describe = describe;
    this.compare = compare;
  }

  /**
   * AKD, average keypoint distance (Siarohin et al. 2019, "First Order Motion Model"), here of 151 points of the face mesh and
   * over the distance between the eyes. For one identity under one framing: self-reenactment and relighting.
   */
  public static MotionMetric keypoints() {
    return of(
        "AKD", "mean distance of face points to the guide's, in distances between the eyes; for one identity", Better.LOWER,
        MotionPoints::inPicture, (a, b) -> meanOver(a, b, (p, q) -> meanPointDistance(p, q, 2)));
  }

  /** AKD after each face's own mean position over the clip is taken out: what is left is movement, for any two people. */
  public static MotionMetric keypointMotion() {
    return of(
        "AKD-motion", "the same with each face's mean position taken out; for any two people", Better.LOWER,
        MotionPoints::inPicture, (a, b) -> meanOver(centred(a), centred(b), (p, q) -> meanPointDistance(p, q, 2)));
  }

  /** AED, average expression distance: movement of brows, lids and lips with the head's pose and the own mean taken out. */
  public static MotionMetric expression() {
    return of(
        "AED-mesh", "mean distance of brows, lids and lips to the guide's, pose and own mean taken out, mm", Better.LOWER,
        MotionPoints::canonical, (a, b) -> meanOver(centred(a), centred(b), (p, q) -> meanPointDistance(p, q, 3)));
  }

  /** Angle between the two heads, in degrees. */
  public static MotionMetric pose() {
    return of(
        "POSE", "angle between the heads of result and guide, degrees", Better.LOWER,
        face -> face.pose().rotation(), (a, b) -> meanOver(a, b, Rotations::degreesBetween));
  }

  /** Angle between the two heads' turns, each counted from its own mean pose, in degrees. */
  public static MotionMetric poseMotion() {
    return of(
        "POSE-motion", "the same, each head's turn counted from its own mean, degrees", Better.LOWER,
        face -> face.pose().rotation(),
        (a, b) -> meanOver(fromMean(a), fromMean(b), Rotations::degreesBetween));
  }

  /** Correlation of the lips' opening. */
  public static MotionMetric lips() {
    return of(
        "lips-r", "correlation of the lips' opening with the guide's, −1 to 1", Better.HIGHER,
        face -> new float[] {MotionPoints.lips(face)}, MotionMetric::correlation);
  }

  /** How far the lips move beside the guide's. */
  public static MotionMetric lipsAmplitude() {
    return of(
        "lips-amplitude", "standard deviation of the lips' opening over the guide's", Better.NEAR_ONE,
        face -> new float[] {MotionPoints.lips(face)}, (a, b) -> deviation(b) < STILL ? Double.NaN : deviation(a) / deviation(b));
  }

  /** Correlation of the lids' opening. */
  public static MotionMetric eyelids() {
    return of(
        "eyelids-r", "correlation of the eyelids' opening with the guide's, −1 to 1", Better.HIGHER,
        face -> new float[] {MotionPoints.eyelids(face)}, MotionMetric::correlation);
  }

  private static MotionMetric of(
      String id, String meaning, Better better, Function<FaceObservation, float[]> describe,
      ToDoubleBiFunction<List<float[]>, List<float[]>> compare) {
    return new MotionMetric(MetricInfo.plain(id, meaning, better, Need.GUIDE), describe, compare);
  }

  @Override
  public MetricInfo info() {
    return info;
  }

  @Override
  public Tally begin(Clip clip) {
    return new Tally() {
      private final List<float[]> result = new ArrayList<>();
      private final List<float[]> guide = new ArrayList<>();

      @Override
      public double add(Moment moment) {
        FaceObservation seen = moment.result().face();
        FaceObservation wanted = moment.guide().face();
        if (seen != null && wanted != null) {
          result.add(describe.apply(seen));
          guide.add(describe.apply(wanted));
        }
        return Double.NaN;
      }

      @Override
      public double total() {
        return measured() < FEWEST ? Double.NaN : compare.applyAsDouble(result, guide);
      }

      @Override
      public int measured() {
        return result.size();
      }
    };
  }

  private static double meanOver(List<float[]> a, List<float[]> b, ToDoubleBiFunction<float[], float[]> distance) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += distance.applyAsDouble(a.get(i), b.get(i));
    }
    return sum / a.size();
  }

  private static double meanPointDistance(float[] a, float[] b, int dimensions) {
    double sum = 0;
    for (int i = 0; i < a.length; i += dimensions) {
      double squares = 0;
      for (int k = i; k < i + dimensions; k++) {
        squares += (a[k] - b[k]) * (a[k] - b[k]);
      }
      sum += Math.sqrt(squares);
    }
    return sum * dimensions / a.length;
  }

  private static List<float[]> centred(List<float[]> rows) {
    double[] mean = new double[rows.get(0).length];
    for (float[] row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / (double) rows.size();
      }
    }
    return rows.stream().map(row -> {
      float[] centred = row.clone();
      for (int i = 0; i < mean.length; i++) {
        centred[i] -= (float) mean[i];
      }
      return centred;
    }).toList();
  }

  private static List<float[]> fromMean(List<float[]> rotations) {
    float[] mean = Rotations.mean(rotations);
    return rotations.stream().map(rotation -> Rotations.from(mean, rotation)).toList();
  }

  /** Pearson's; 0 where the result does not move, NaN where the guide doesn't. */
  private static double correlation(List<float[]> a, List<float[]> b) {
    if (deviation(b) < STILL) {
      return Double.NaN;
    }
    double product = meanOver(centred(a), centred(b), (p, q) -> p[0] * q[0]);
    double deviations = deviation(a) * deviation(b);
    return deviations < 1e-12 ? 0 : product / deviations;
  }

  private static double deviation(List<float[]> values) {
    List<float[]> centred = centred(values);
    return Math.sqrt(meanOver(centred, centred, (p, q) -> p[0] * q[0]));
  }
}
