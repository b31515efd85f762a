package dev.keylight.eval.network;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.FrameMetric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Need;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Vectors;
import java.util.Set;

/**
 * ID: whether the result still shows the person of the source, by a face recognition network's descriptors of aligned faces,
 * as cosine (LCVD's ID uses ArcFace's) or as distance.
 */
public final class Identity extends FrameMetric {
  private final FaceDescriptor descriptor;
  private final boolean cosine;

  private Identity(MetricInfo info, FaceDescriptor descriptor, boolean cosine) {
    super(info);
    this.descriptor = descriptor;
    this.cosine = cosine;
  }

  /** Cosine of the two descriptors, −1..1; 1 is the same face. */
  public static Identity cosine(FaceDescriptor descriptor) {
    return new Identity(
        new MetricInfo(
            descriptor.metric(), "cosine of the face descriptors of result and source, at most 1", Better.HIGHER,
            Set.of(Need.SOURCE), descriptor.weights()),
        descriptor, true);
  }

  /** Euclidean distance of the two descriptors; for dlib's, 0.6 parts people from each other. */
  public static Identity distance(FaceDescriptor descriptor) {
    return new Identity(
        new MetricInfo(
            descriptor.metric() + "-L2", "distance of the face descriptors of result and source", Better.LOWER,
            Set.of(Need.SOURCE), descriptor.weights()),
        descriptor, false);
  }

  @Override
  protected double measure(Moment moment) {
    if (!moment.sampled()) {
      return Double.NaN;
    }
    float[] result = of(moment.result());
    float[] source = of(moment.source());
    if (result == null || source == null) {
      return Double.NaN;
    }
    return cosine ? Vectors.cosine(result, source) : Vectors.distance(result, source);
  }

  private float[] of(Sight sight) {
    return sight.once(descriptor.metric(), () -> descriptor.describe(sight));
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
