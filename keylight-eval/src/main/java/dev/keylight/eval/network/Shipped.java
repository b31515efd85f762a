package dev.keylight.eval.network;

import dev.keylight.face.ModelFiles;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/** A shipped ONNX network, run by OpenCV on square RGB pictures of one size, {@code (pixel − mean) · factor}. */
final class Shipped implements AutoCloseable {
  private final int side;
  private final double[] mean;
  private final double factor;
  private final Net net;
  private final String[] outputs;

  Shipped(String name, int side, double[] mean, double factor, String... outputs) {
    this.side = side;
    this.mean = mean.clone();
    this.factor = factor;
    this.outputs = outputs.clone();
    byte[] data = ModelFiles.read(Shipped.class, name);
    try (BytePointer bytes = new BytePointer(data)) {
      net = opencv_dnn.readNetFromONNX(bytes, data.length);
    }
  }

  /** The outputs for an 8-bit RGB picture of any size, which is scaled by area to the network's. */
  float[][] run(Mat rgb) {
    try (PointerScope scope = new PointerScope()) {
      Mat sized = rgb;
      if (rgb.cols() != side || rgb.rows() != side) {
        sized = new Mat();
        opencv_imgproc.resize(rgb, sized, new Size(side, side), 0, 0, opencv_imgproc.INTER_AREA);
      }
      Scalar offset = new Scalar(mean[0], mean[1], mean[2], 0);
      net.setInput(opencv_dnn.blobFromImage(sized, factor, new Size(side, side), offset, false, false, opencv_core.CV_32F));
      MatVector results = new MatVector();
      net.forward(results, new StringVector(outputs));
      float[][] values = new float[outputs.length][];
      for (int i = 0; i < values.length; i++) {
        Mat result = results.get(i);
        values[i] = new float[Math.toIntExact(result.total())];
        new FloatPointer(result.data()).get(values[i]);
      }
      return values;
    }
  }

  @Override
  public void close() {
    net.close();
  }
}
