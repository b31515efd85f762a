package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromTFLite;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** One shipped network, run by OpenCV on the CPU. Tensors are plain float arrays, channels first. */
final class Network implements AutoCloseable {
  private final Net net;
  private final StringVector outputs;
  private final int[] inputShape;

  /** Loads {@code name}, an ONNX or TFLite file of {@link ModelFiles}. */
  Network(String name, int[] inputShape, String... outputs) {
    byte[] data = ModelFiles.read(name);
    try (BytePointer bytes = new BytePointer(data)) {
      this.net = name.endsWith(".onnx") ? readNetFromONNX(bytes, data.length) : readNetFromTFLite(bytes, data.length);
    }
    this.outputs = new StringVector(outputs);
    this.inputShape = inputShape.clone();
  }

  /** Runs the network on one input tensor and returns its outputs in the order they were asked for. */
  float[][] run(float[] input) {
    try (PointerScope scope = new PointerScope()) {
      Mat blob = new Mat(inputShape, CV_32F);
      new FloatPointer(blob.data()).put(input);
      return run(blob);
    }
  }

  /** The same for an input that is already a native tensor. */
  float[][] run(Mat blob) {
    try (PointerScope scope = new PointerScope()) {
      MatVector results = new MatVector();
      net.setInput(blob);
      net.forward(results, outputs);
      float[][] values = new float[(int) results.size()][];
      for (int i = 0; i < values.length; i++) {
        Mat result = results.get(i);
        values[i] = new float[(int) result.total()];
        new FloatPointer(result.data()).get(values[i]);
      }
      return values;
    }
  }

  @Override
  public void close() {
    outputs.close();
    net.close();
  }
}
