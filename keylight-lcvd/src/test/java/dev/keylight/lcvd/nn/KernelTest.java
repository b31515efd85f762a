package dev.keylight.lcvd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.lcvd.checkpoint.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Layers whose weights were brought into oneDNN's order give what libtorch's own functions give. */
class KernelTest {
  private static final long[] ONE = {1, 1};

  /** Results are about 1; sums of 2,304 terms in another order differ by some roundings of 6e-8. */
  private static final double ROUNDING = 1e-5;

  private final List<Pointer> kept = new ArrayList<>();
  private final List<Tensor> lent = new ArrayList<>();
  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
    torch.manual_seed(4);
  }

  @AfterEach
  void close() {
    kept.forEach(Pointer::releaseReference);
    scope.close();
  }

  private Parameters of(Tensor weight, Tensor bias) {
    return new Parameters() {
      @Override
      public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
        Tensor taken = layout.apply(name.endsWith("weight") ? weight : bias);
        lent.add(taken);
        return taken;
      }

      @Override
      public Optional<Consumer<Pointer>> keeper() {
        return Optional.of(kept::add);
      }
    };
  }

  private static void same(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    assertThat(actual.sub(expected).abs().max().item_double()).isCloseTo(0, within(ROUNDING));
  }

  private static Tensor picture(long... shape) {
    return torch.randn(shape).contiguous(MemoryFormat.ChannelsLast);
  }

  @Test
  void manyWeightsAndFewPixelsArePackedAndGivenUp() {
    Tensor weight = torch.randn(256, 256, 3, 3).mul(new Scalar(0.02));
    Tensor bias = torch.randn(256);
    Conv2d halving = new Conv2d(of(weight, bias).at("any"), 256, 256, 3, 2, 1);

    for (long side : new long[] {8, 8, 4}) { // the last is another size than it was packed for
      Tensor x = picture(3, 256, side, side);
      same(halving.apply(x), torch.conv2d(x, weight, new TensorOptional(bias), new long[] {2, 2}, ONE, ONE, 1));
    }
    assertThat(kept).hasSize(9);
    assertThat(lent.get(0).numel()).as("weights in their stored order").isZero();
  }

  @Test
  void aPictureLargerThanTheWeightsIsNotWorthIt() {
    Tensor weight = torch.randn(256, 256, 3, 3).mul(new Scalar(0.02));
    Tensor bias = torch.randn(256);
    Conv2d convolution = new Conv2d(of(weight, bias), 256, 256, 3);
    Tensor x = picture(1, 256, 64, 64);

    same(convolution.apply(x), torch.conv2d(x, weight, new TensorOptional(bias), ONE, ONE, ONE, 1));
    assertThat(kept).singleElement().isInstanceOf(Tensor.class);
  }

  @Test
  void kernelsOfOnePixelAreTheSameInEveryOrder() {
    Tensor weight = torch.randn(512, 512, 1, 1).mul(new Scalar(0.02));
    Tensor bias = torch.randn(512);
    Conv2d convolution = new Conv2d(of(weight, bias), 512, 512, 1);

    for (Tensor x : new Tensor[] {picture(2, 512, 32, 32), picture(2, 512, 2, 2)}) {
      same(convolution.apply(x), torch.conv2d(x, weight, new TensorOptional(bias), ONE, new long[] {0, 0}, ONE, 1));
    }
    Conv2d few = new Conv2d(of(weight, bias), 512, 512, 1);
    Tensor x = picture(2, 512, 2, 2);
    same(few.apply(x), torch.conv2d(x, weight, new TensorOptional(bias), ONE, new long[] {0, 0}, ONE, 1));
  }

  @Test
  void convolutionsOverFramesToo() {
    Tensor weight = torch.randn(384, 384, 3, 1, 1).mul(new Scalar(0.02));
    Tensor bias = torch.randn(384);
    TemporalConv convolution = new TemporalConv(of(weight, bias), 384, 384);
    Tensor film = Layout.film(picture(5, 384, 4, 4));

    Tensor expected = torch.conv3d(film.unsqueeze(4), weight, new TensorOptional(bias), new long[] {1, 1, 1},
        new long[] {1, 0, 0}, new long[] {1, 1, 1}, 1).squeeze(4);
    same(convolution.apply(film), expected);
    assertThat(kept).hasSize(9);
  }

  @Test
  void busyLinearLayersArePackedAndGivenUp() {
    Tensor weight = torch.randn(768, 512).mul(new Scalar(0.04));
    Tensor bias = torch.randn(768);
    Linear linear = Linear.busy(of(weight, bias), 512, 768, true);

    for (long rows : new long[] {24, 24, 5}) { // the last is another size than it was packed for
      Tensor x = torch.randn(3, rows, 512);
      same(linear.apply(x), torch.linear(x, weight, new TensorOptional(bias)));
      same(linear.apply(x.transpose(0, 1)), torch.linear(x.transpose(0, 1), weight, new TensorOptional(bias)));
    }
    assertThat(kept).hasSize(5);
    assertThat(lent.get(0).numel()).as("weights in their stored order").isZero();
  }

  @Test
  void linearLayersWithoutABiasToo() {
    Tensor weight = torch.randn(512, 512).mul(new Scalar(0.04));
    Tensor x = torch.randn(2, 7, 512);
    same(Linear.busy(of(weight, null), 512, 512, false).apply(x), x.matmul(weight.t()));
    assertThat(kept).hasSize(5);
  }

  @Test
  void smallOrIdleLinearLayersStayAsStored() {
    Tensor weight = torch.randn(512, 512).mul(new Scalar(0.04));
    Tensor x = torch.randn(2, 512);
    same(new Linear(of(weight, null), 512, 512, false).apply(x), x.matmul(weight.t()));
    Tensor few = weight.narrow(0, 0, 8);
    same(Linear.busy(of(few, null), 512, 8, false).apply(x), x.matmul(few.t()));
    assertThat(kept).isEmpty();
  }
}
