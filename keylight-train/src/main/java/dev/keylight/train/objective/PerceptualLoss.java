package dev.keylight.train.objective;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * How different two pictures look, with gradients: ST-LPIPS (Ghildyal and Liu, "Shift-tolerant Perceptual Similarity Metric",
 * ECCV 2022) as libtorch functions, its weights read out of the evaluator's ONNX file.
 *
 * <p>What differs from LPIPS (Zhang et al. 2018), and is done here: the first convolution has stride 1, and wherever the network
 * gets smaller it is a blur ([1 2 1]² / 16 at stride 2 behind 2 reflected places on every side) that does it: before the first
 * ReLU, and behind maximum pools of stride 1. Distances are of unit-length features weighted per channel, the mean over places,
 * summed over the five maps. Nothing is scaled: features are those of the pixels as they come, where the evaluator brings every
 * picture to 256 × 256 first; at that size the numbers are the evaluator's.
 */
public final class PerceptualLoss implements AutoCloseable {
  private static final int MAPS = 5;
  private static final int BLURS = 3;

  /** Keeps lengths of features off 0. */
  private static final double EPSILON = 1e-10;

  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};
  private static final long[] TWO = {2, 2};
  private static final long[] THREE = {3, 3};
  private static final long[] AROUND = {2, 2, 2, 2};

  private final List<Convolution> convolutions = new ArrayList<>();
  private final List<Tensor> blurs = new ArrayList<>();
  private final List<Tensor> constants = new ArrayList<>();

  private record Convolution(Tensor weight, Tensor bias) {
    Tensor apply(Tensor x, long[] padding) {
      return torch.conv2d(x, weight, new TensorOptional(bias), ONE, padding, ONE, 1).relu();
    }
  }

  /**
   * @param onnx the file
   * @throws KeylightException when it is another network
   */
  public PerceptualLoss(byte[] onnx) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Net net = opencv_dnn.readNetFromONNX(new BytePointer(onnx), onnx.length);
      StringVector names = net.getLayerNames();
      for (long i = 0; i < names.size(); i++) {
        int layer = net.getLayerId(names.get(i));
        String type = net.getLayer(layer).type().getString().trim(); // the binding's strings end in a zero byte
        if (type.equals("Convolution")) {
          Mat weight = net.getParam(layer, 0);
          if (weight.size(1) == 1) { // a kernel for each channel by itself
            blurs.add(tensor(weight));
          } else {
            convolutions.add(new Convolution(tensor(weight), tensor(net.getParam(layer, 1)).flatten()));
          }
        } else if (type.equals("Const") && net.getParam(layer, 0).total() > 1) {
          constants.add(tensor(net.getParam(layer, 0)));
        }
      }
      keep();
    }
    if (convolutions.size() != MAPS || blurs.size() != BLURS || constants.size() != MAPS + 2) {
      String found = convolutions.size() + " convolutions, " + blurs.size() + " blurs and " + constants.size() + " constants";
      close();
      throw new KeylightException("the network of the perceptual loss is not ST-LPIPS over AlexNet: " + found + " were found where"
          + " five, three and seven (the pixels' mean and deviation and five maps' weights) were expected; reinstall Keylight");
    }
  }

  /** With the network on the class path, see {@link PerceptualNetwork#found}. */
  public static PerceptualLoss found() {
    return new PerceptualLoss(PerceptualNetwork.found().onnx());
  }

  private static Tensor tensor(Mat blob) {
    long[] shape = new long[blob.dims()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = blob.size(i);
    }
    float[] values = new float[Math.toIntExact(blob.total())];
    new FloatPointer(blob.data()).get(values);
    return Tensor.create(values, shape);
  }

  private List<Tensor> all() {
    List<Tensor> all = new ArrayList<>(blurs);
    all.addAll(constants);
    convolutions.forEach(convolution -> all.addAll(List.of(convolution.weight, convolution.bias)));
    return all;
  }

  /** Takes the weights out of the scope they were read in. */
  private void keep() {
    all().forEach(Tensor::retainReference);
  }

  /**
   * The mean distance of the pictures of two batches.
   *
   * @param made {@code [n, 3, height, width]} in −1..1, float32, at least 32 pixels along each side; gradients flow into it
   * @param truth the same shape, without gradients
   * @return one number, 0 where they look the same
   */
  public Tensor distance(Tensor made, Tensor truth) {
    return Scope.keep(() -> {
      List<Tensor> wanted;
      try (NoGradGuard guard = new NoGradGuard()) {
        wanted = maps(truth);
      }
      List<Tensor> found = maps(made);
      Tensor sum = Tensor.create(0f);
      for (int i = 0; i < MAPS; i++) {
        Tensor mean = found.get(i).sub(wanted.get(i)).square().mean();
        sum = sum.add(mean.mul(new Scalar((double) found.get(i).size(1))));
      }
      return sum;
    });
  }

  /** Five maps of unit-length features times the roots of their channels' weights. */
  private List<Tensor> maps(Tensor pictures) {
    List<Tensor> maps = new ArrayList<>();
    Tensor x = pictures.sub(constants.get(0)).div(constants.get(1));
    Convolution first = convolutions.get(0);
    // the first blur is before the ReLU, unlike the others
    x = blurred(torch.conv2d(x, first.weight, new TensorOptional(first.bias), ONE, TWO, ONE, 1), 0).relu();
    maps.add(weighted(x, 0));
    for (int i = 1; i < MAPS; i++) {
      x = convolutions.get(i).apply(i < BLURS ? blurred(torch.max_pool2d(x, THREE, ONE, NONE, ONE, false), i) : x, i == 1 ? TWO : ONE);
      maps.add(weighted(x, i));
    }
    return maps;
  }

  /** Half the size. */
  private Tensor blurred(Tensor x, int blur) {
    Tensor wider = torch.reflection_pad2d(x, AROUND);
    return torch.conv2d(wider, blurs.get(blur), new TensorOptional(), TWO, NONE, ONE, x.size(1));
  }

  private Tensor weighted(Tensor x, int map) {
    // a place without features stays one; the root of 0 has no derivative
    Tensor squares = x.square().sum(new long[] {1}, true, new ScalarTypeOptional()).clamp_min(new Scalar(EPSILON * EPSILON));
    return x.div(squares.sqrt().add(new Scalar(EPSILON))).mul(constants.get(2 + map));
  }

  @Override
  public void close() {
    all().forEach(Scope::free);
    convolutions.clear();
    blurs.clear();
    constants.clear();
  }
}
