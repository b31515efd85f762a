package dev.keylight.eval.network;

import dev.keylight.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

/** A network of one input that the user supplies as an ONNX file, run by OpenCV. */
final class OnnxModel implements SuppliedModel {
  private final Path file;
  private final String weights;
  private final Net net;

  /** @throws BadInputException if it is no ONNX file that OpenCV can run */
  OnnxModel(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + " does not exist; give the ONNX file of the network");
    }
    this.file = file;
    weights = SuppliedModel.name(file);
    try {
      net = opencv_dnn.readNetFromONNX(file.toString());
    } catch (RuntimeException e) {
      throw new BadInputException(file + " cannot be loaded as ONNX by OpenCV; export it with opset 11 to 17, or give it as TorchScript", e);
    }
  }

  @Override
  public String weights() {
    return weights;
  }

  @Override
  public float[] run(long[] shape, float[]... inputs) {
    if (inputs.length != 1) {
      throw new BadInputException(file + " is asked with " + inputs.length + " pictures at once, which works with TorchScript only");
    }
    try (PointerScope scope = new PointerScope()) {
      Mat blob = new Mat(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(), opencv_core.CV_32F);
      new FloatPointer(blob.data()).put(inputs[0]);
      net.setInput(blob);
      Mat output = net.forward();
      float[] values = new float[Math.toIntExact(output.total())];
      new FloatPointer(output.data()).get(values);
      return values;
    } catch (RuntimeException e) {
      throw SuppliedNetwork.refused(file, shape, e);
    }
  }

  @Override
  public void close() {
    net.close();
  }
}
