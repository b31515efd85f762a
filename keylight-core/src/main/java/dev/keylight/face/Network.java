package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import dev.keylight.KeylightException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithXNNPACK;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * One shipped network, run by TensorFlow Lite with XNNPACK, as MediaPipe runs it. Tensors are floats, channels last, so a
 * picture is one as it lies in memory.
 */
final class Network implements AutoCloseable {
  // tflite::logging_internal::MinimalLogger::minimum_log_severity_, which no header that bytedeco maps declares.
  private static final String LOG_LEVEL = "_ZN6tflite16logging_internal13MinimalLogger21minimum_log_severity_E";
  private static final int WARNING = 2;

  static {
    // Otherwise the first network says "INFO: Created TensorFlow Lite XNNPACK delegate" on the user's terminal.
    Loader.loadGlobal(Loader.load(FlatBufferModel.class));
    Pointer level = Loader.addressof(LOG_LEVEL);
    if (level != null) {
      new IntPointer(level).put(WARNING);
    }
  }

  // The interpreter reads these as long as it lives.
  private final BytePointer data;
  private final FlatBufferModel model;
  private final BuiltinOpResolverWithXNNPACK operators = new BuiltinOpResolverWithXNNPACK(false);
  private final Interpreter interpreter = new Interpreter((Pointer) null);
  private final int[] sizes;

  /** Loads {@code name}, a TensorFlow Lite file of {@link ModelFiles}. */
  Network(String name) {
    byte[] bytes = ModelFiles.read(name);
    data = new BytePointer(bytes);
    model = FlatBufferModel.BuildFromBuffer(data, bytes.length);
    try (InterpreterBuilder builder = new InterpreterBuilder(model, operators)) {
      // One, as MediaPipe does: the networks are small, and a render has other work for the other cores.
      builder.SetNumThreads(1);
      if (builder.apply(interpreter) != 0 || interpreter.AllocateTensors() != 0) {
        throw new KeylightException("Shipped model " + name + " does not run on this machine; run keylight doctor.");
      }
    }
    sizes = new int[(int) interpreter.outputs().limit()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) (interpreter.output_tensor(i).bytes() / Float.BYTES);
    }
  }

  /**
   * Sets the only input to a picture.
   *
   * @param picture 8-bit, of the input's size
   * @param scale what a level is multiplied by
   * @param offset what is added then
   */
  void picture(Mat picture, double scale, double offset) {
    try (FloatPointer place = interpreter.typed_input_tensor_float(0);
        Mat tensor = new Mat(picture.rows(), picture.cols(), CV_32FC3, place)) {
      picture.convertTo(tensor, CV_32FC3, scale, offset);
    }
  }

  /** Sets one of several inputs, counted in the file's order. */
  void input(int index, float[] values) {
    try (FloatPointer place = interpreter.typed_input_tensor_float(index)) {
      place.put(values);
    }
  }

  /** Runs the network on what its inputs were set to and returns its outputs in the file's order. */
  float[][] run() {
    if (interpreter.Invoke() != 0) {
      throw new IllegalStateException("a network failed on an input of its own shape");
    }
    float[][] values = new float[sizes.length][];
    for (int i = 0; i < values.length; i++) {
      try (FloatPointer place = interpreter.typed_output_tensor_float(i)) {
        values[i] = new float[sizes[i]];
        place.get(values[i]);
      }
    }
    return values;
  }

  @Override
  public void close() {
    interpreter.close();
    operators.close();
    model.close();
    data.close();
  }
}
