package dev.keylight.eval.network;

import dev.keylight.eval.metric.Sight;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * dlib's 128 numbers of a face (King 2017, dlib_face_recognition_resnet_model_v1). dlib's own rule: the same person below a
 * distance of 0.6.
 */
public final class DlibDescriptor implements FaceDescriptor {
  private final Shipped network =
      new Shipped("face_descriptor.onnx", 150, new double[] {122.782, 117.001, 104.298}, 1 / 256.0, "descriptor");

  @Override
  public String metric() {
    return "ID-dlib128";
  }

  @Override
  public String weights() {
    return "dlib_face_recognition_resnet_model_v1 from @vladmandic/face-api 1.7.15, 8 bits";
  }

  @Override
  public float[] describe(Sight sight) {
    try (Mat chip = FaceChip.DLIB.cut(sight)) {
      return chip == null ? null : describe(chip);
    }
  }

  /** The descriptor of an aligned face of 150 × 150 pixels. */
  float[] describe(Mat chip) {
    return network.run(chip)[0];
  }

  @Override
  public void close() {
    network.close();
  }
}
