package dev.keylight.eval.network;

import dev.keylight.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that the user supplies as a TorchScript file. Such a file is a program: it is run, and must be trusted like one.
 */
final class TorchScript implements SuppliedModel {
  private final Path file;
  private final String weights;
  private final JitModule module;

  /** @throws BadInputException if it is no TorchScript file */
  TorchScript(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + " does not exist; give the TorchScript file of the network");
    }
    this.file = file;
    weights = SuppliedModel.name(file);
    try {
      module = torch.load(file.toString());
      module.eval();
    } catch (RuntimeException e) {
      throw new BadInputException(file + " cannot be loaded as TorchScript; save the network with torch.jit.trace(...).save(...)", e);
    }
  }

  @Override
  public String weights() {
    return weights;
  }

  @Override
  public float[] run(long[] shape, float[]... inputs) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard inference = new NoGradGuard()) {
      IValueVector arguments = new IValueVector();
      for (float[] input : inputs) {
        arguments.push_back(new IValue(Tensor.create(input, shape)));
      }
      Tensor output = tensor(module.forward(arguments)).to(torch.ScalarType.Float).contiguous().cpu();
      float[] values = new float[Math.toIntExact(output.numel())];
      output.data_ptr_float().get(values);
      return values;
    } catch (RuntimeException e) {
      throw SuppliedNetwork.refused(file, shape, e);
    }
  }

  private Tensor tensor(IValue output) {
    if (output.isTensor()) {
      return output.toTensor();
    }
    if (output.isTuple()) {
      return output.toTuple().elements().get(0).toTensor();
    }
    throw new IllegalStateException("it gives no tensor");
  }

  /** RGB of any size as planes of {@code (pixel − mean) · factor} at another size. */
  static float[] planes(Mat rgb, int width, int height, double mean, double factor) {
    try (PointerScope scope = new PointerScope()) {
      Mat blob = opencv_dnn.blobFromImage(rgb, factor, new Size(width, height), Scalar.all(mean), false, false, opencv_core.CV_32F);
      float[] values = new float[3 * width * height];
      new FloatPointer(blob.data()).get(values);
      return values;
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
