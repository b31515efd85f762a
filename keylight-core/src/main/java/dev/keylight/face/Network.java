package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromTFLite;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** One shipped network, run by OpenCV on the CPU. Tensors are plain float arrays, channels first. */
final class Network implements AutoCloseable {
  private final Net net;
  private final StringVector outputs;
  // Kept from run to run: small networks finish in a third of a millisecond and new natives would be a third more.
  private final Mat input;
  private final FloatPointer inputValues;
  private final MatVector results = new MatVector();

  /** Loads {@code name}, an ONNX or TFLite file of {@link ModelFiles}. */
  Network(String name, int[] inputShape, String... outputs) {
    byte[] data = ModelFiles.read(name);
    // OpenCV's readers fill a table on first use, without a lock of their own.
    synchronized (Network.class) {
      this.net = load(name, data);
    }
    this.outputs = new StringVector(outputs);
    this.input = new Mat(inputShape, CV_32F);
    this.inputValues = new FloatPointer(input.data());
  }

  private static Net load(String name, byte[] data) {
    try (BytePointer bytes = new BytePointer(data)) {
      return name.endsWith(".onnx") ? readNetFromONNX(bytes, data.length) : readNetFromTFLite(bytes, data.length);
    }
  }

  /** Runs the network on one input tensor and returns its outputs in the order they were asked for. */
  float[][] run(float[] values) {
    inputValues.put(values);
    return run(input);
  }

  /** The same for an input that is already a native tensor. */
  float[][] run(Mat blob) {
    net.setInput(blob);
    net.forward(results, outputs);
    float[][] values = new float[(int) results.size()][];
    for (int i = 0; i < values.length; i++) {
      try (Mat result = results.get(i);
          FloatPointer data = new FloatPointer(result.data())) {
        values[i] = new float[(int) result.total()];
        data.get(values[i]);
      }
    }
    return values;
  }

  @Override
  public void close() {
    results.close();
    inputValues.close();
    input.close();
    outputs.close();
    net.close();
  }
}
