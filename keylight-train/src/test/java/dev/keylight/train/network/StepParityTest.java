package dev.keylight.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.train.lcvd.Chance;
import dev.keylight.train.lcvd.Example;
import dev.keylight.train.lcvd.LcvdNetworks;
import dev.keylight.train.objective.ConditionDropping.Kept;
import dev.keylight.train.optimize.AdamOptions;
import dev.keylight.train.optimize.AdamW;
import dev.keylight.train.optimize.Optimiser;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loss, gradients and three steps of a small model beside PyTorch's; numbers by tools/train_step_fixtures.py. */
class StepParityTest {
  private static final double[] SIGMAS = {0.6, 2.5, 9.0};
  private static final Kept[] KEPT = {new Kept(true, true, true), new Kept(false, true, true), new Kept(false, false, true)};
  private static final double RATE = 1e-3;

  /** Gradients that are zero but for rounding are far shorter than this: of the questions to a context of one token. */
  private static final double NOTHING = 1e-3;

  private PointerScope scope;
  private Checkpoint expected;
  private Example example;

  @BeforeEach
  void open() throws URISyntaxException {
    scope = new PointerScope();
    expected = Checkpoint.open(Path.of(StepParityTest.class.getResource("/dev/keylight/train/steps.safetensors").toURI()));
    Tensor mask = input("input.mask", 3, 1, 8, 6).gt(new Scalar(0)).to(ScalarType.Float);
    example = new Example(input("input.clean", 3, 4, 8, 6), input("input.condition", 3, 4, 8, 6), input("input.token", 1, 8),
        input("input.landmarks", 3, 3, 64, 48), input("input.shading", 3, 3, 64, 48), input("input.reference", 1, 3, 64, 48),
        mask);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor input(String name, long... shape) {
    return GeneratedParameters.input(name, shape);
  }

  private static TrainableParameters parameters() {
    GeneratedParameters generated = new GeneratedParameters();
    return new TrainableParameters((name, shape) -> generated.take(name, UnaryOperator.identity(), shape), name -> true);
  }

  private static LcvdNetworks networks(TrainableParameters parameters, Segments segments) {
    LcvdNetworks networks = new LcvdNetworks(config(), parameters, segments);
    parameters.seal();
    return networks;
  }

  private static UNetConfig config() {
    return new UNetConfig(8, 4, new int[] {64, 64}, new int[] {1, 2}, new boolean[] {true, false},
        new boolean[] {false, true}, 1, 8, 8, 24);
  }

  private static Chance chance(int step) {
    return new Chance(SIGMAS[step], 0.04, input("input.noise" + step, 3, 4, 8, 6), KEPT[step], true, true);
  }

  /** Length and three products of a tensor, each within a share of the length. */
  private void compare(String kind, String name, Tensor actual, double tolerance) {
    try (PointerScope inner = new PointerScope()) {
      float[] wanted = new float[4];
      new FloatPointer(expected.tensor(kind + "." + name).data_ptr()).get(wanted);
      Tensor flat = actual.flatten();
      double length = Math.max(wanted[0], NOTHING);
      assertThat(flat.norm().item_double()).as("length of %s of %s", kind, name).isCloseTo(wanted[0], within(tolerance * length));
      for (int i = 0; i < 3; i++) {
        Tensor probe = input("probe" + i + "." + name, flat.numel());
        assertThat(flat.dot(probe).item_double()).as("product %d of %s of %s", i, kind, name)
            .isCloseTo(wanted[i + 1], within(tolerance * length * probe.norm().item_double()));
      }
    }
  }

  private double[] numbers(String name) {
    double[] values = new double[3];
    new DoublePointer(expected.tensor(name).data_ptr()).get(values);
    return values;
  }

  @Test
  void loss_and_every_gradient_are_pytorchs() {
    try (TrainableParameters parameters = parameters()) {
      double loss = networks(parameters, Segments.DIRECT).backward(example, chance(0), 1);
      assertThat(loss).isCloseTo(numbers("losses")[0], within(1e-5));
      assertThat(parameters.names()).hasSizeGreaterThan(400).allSatisfy(name -> {
        try (Tensor gradient = parameters.gradient(name)) {
          compare("gradient", name, gradient, 1e-4);
        }
      });
    }
  }

  @Test
  void gradients_are_the_same_when_blocks_are_computed_twice() {
    try (TrainableParameters plain = parameters(); TrainableParameters twice = parameters(); Recompute recompute = new Recompute()) {
      double loss = networks(plain, Segments.DIRECT).backward(example, chance(0), 1);
      assertThat(networks(twice, recompute).backward(example, chance(0), 1)).isEqualTo(loss);
      recompute.clear();
      double difference = plain.gradients().sub(twice.gradients()).norm().item_double();
      assertThat(difference / plain.gradients().norm().item_double()).isLessThan(1e-6);
    }
  }

  @Test
  void in_mixed_precision_every_weight_gets_its_gradient_also_from_blocks_computed_twice() {
    try (TrainableParameters plain = parameters(); TrainableParameters twice = parameters(); Recompute recompute = new Recompute()) {
      double exact = networks(plain, Segments.DIRECT).backward(example, chance(0), 1);
      LcvdNetworks networks = networks(twice, recompute);
      try (Autocast cast = Autocast.bfloat16(true)) {
        assertThat(networks.backward(example, chance(0), 1)).isCloseTo(exact, within(0.02 * exact));
      }
      recompute.clear();
      double difference = plain.gradients().sub(twice.gradients()).norm().item_double();
      assertThat(difference / plain.gradients().norm().item_double()).isLessThan(0.05);
      assertThat(plain.names()).allSatisfy(name -> {
        try (Tensor whole = plain.gradient(name); Tensor rounded = twice.gradient(name)) {
          double length = whole.norm().item_double();
          if (length > NOTHING) {
            assertThat(rounded.norm().item_double()).as(name).isCloseTo(length, within(0.2 * length));
          }
        }
      });
    }
  }

  @Test
  void low_rank_parts_get_the_chain_rules_gradients() {
    String name = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight";
    GeneratedParameters generated = new GeneratedParameters();
    TrainableParameters parameters = new TrainableParameters(
        (each, shape) -> generated.take(each, UnaryOperator.identity(), shape), each -> each.contains(".lora_"));
    try (TrainableParameters plain = parameters(); parameters; LowRank changes = new LowRank(parameters, 2, name::equals)) {
      LcvdNetworks networks = new LcvdNetworks(config(), changes, Segments.DIRECT);
      parameters.seal();
      changes.refresh(parameters.values());
      networks.backward(example, chance(0), 1);
      changes.collect();
      // the same weights in one piece: the sum is written into an ordinary network
      LcvdNetworks ordinary = networks(plain, Segments.DIRECT);
      try (NoGradGuard guard = new NoGradGuard()) {
        plain.weight(name).tensor().copy_(parameters.weight(name).tensor());
      }
      ordinary.backward(example, chance(0), 1);
      try (Tensor whole = plain.gradient(name); Tensor up = parameters.gradient(name + ".lora_up");
          Tensor down = parameters.gradient(name + ".lora_down"); NoGradGuard guard = new NoGradGuard()) {
        Tensor ups = parameters.weight(name + ".lora_up").tensor();
        Tensor downs = parameters.weight(name + ".lora_down").tensor();
        assertThat(up.sub(whole.matmul(downs.t())).norm().item_double()).isLessThan(1e-5 * up.norm().item_double());
        assertThat(down.sub(ups.t().matmul(whole)).norm().item_double()).isLessThan(1e-5 * down.norm().item_double());
      }
    }
  }

  @Test
  void three_steps_are_pytorchs() {
    try (TrainableParameters parameters = parameters()) {
      LcvdNetworks networks = networks(parameters, Segments.DIRECT);
      List<Double> losses = new ArrayList<>();
      try (Optimiser optimiser = new AdamW(AdamOptions.published(), parameters.values())) {
        for (int step = 0; step < 3; step++) {
          parameters.gradients().zero_();
          losses.add(networks.backward(example, chance(step), 1));
          double norm = parameters.gradientNorm();
          assertThat(norm).isCloseTo(numbers("norms")[step], within(1e-4 * norm));
          try (NoGradGuard guard = new NoGradGuard()) {
            parameters.gradients().mul_(new Scalar(Math.min(1, 1 / (norm + 1e-6))));
          }
          optimiser.step(parameters.values(), parameters.gradients(), step + 1, RATE);
        }
      }
      for (int step = 0; step < 3; step++) {
        assertThat(losses.get(step)).isCloseTo(numbers("losses")[step], within(1e-4));
      }
      for (String name : parameters.names()) {
        compare("after", name, parameters.weight(name).tensor().detach(), 1e-4);
      }
    }
  }

  @Test
  void eight_batches_of_one_are_one_of_eight() {
    try (TrainableParameters one = parameters(); TrainableParameters many = parameters()) {
      LcvdNetworks apart = networks(many, Segments.DIRECT);
      double mean = 0;
      for (int i = 0; i < 8; i++) {
        mean += apart.backward(example, chance(i % 3), 1.0 / 8) / 8;
      }
      LcvdNetworks together = networks(one, Segments.DIRECT);
      Tensor sum = together.loss(example, chance(0));
      for (int i = 1; i < 8; i++) {
        sum = sum.add(together.loss(example, chance(i % 3)));
      }
      Tensor loss = sum.div(new Scalar(8.0));
      loss.backward();
      assertThat(mean).isCloseTo(loss.item_double(), within(1e-6));
      double difference = one.gradients().sub(many.gradients()).norm().item_double();
      assertThat(difference / one.gradients().norm().item_double()).isLessThan(1e-5);
    }
  }
}
