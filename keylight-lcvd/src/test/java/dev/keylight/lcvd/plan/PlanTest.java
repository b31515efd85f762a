package dev.keylight.lcvd.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.VaeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @TempDir Path folder;

  private RenderPlan plan(long megabytes) throws IOException {
    return RenderPlan.of(new ModelFolder(TinyModel.write(folder)), new Machine("cpu", OptionalLong.of(megabytes << 20)),
        Precision.FP32, 40, 16, 20, 512);
  }

  /**
   * Diffusers' models under a counter: 20.3 and 2.51 TFLOP, two for a multiplication and its addition (spec 1.10). Of the
   * first, 0.9 are cross-attentions, which are vectors here.
   */
  @Test
  void multiplicationsOfTheFullSizeModelAreThoseCounted() {
    assertThat(2 * UNetCost.of(UNetConfig.svdXt(), 16, 64).multiplications()).isCloseTo(19.4e12, within(0.2e12));
    assertThat(2 * VaeCost.of(VaeConfig.sdVae(), 64).multiplications()).isCloseTo(2.51e12, within(0.05e12));
    assertThat(UNetCost.of(UNetConfig.svdXt(), 16, 64).weights()).isEqualTo(1_524_623_082L);
  }

  @Test
  void lessMemoryMeansSmallerBatchesAndFewerMaps() throws IOException {
    RenderPlan ample = plan(8000);
    RenderPlan tight = plan(800);

    assertThat(ample.decodeBatch()).isEqualTo(2);
    assertThat(tight.decodeBatch()).isEqualTo(1);
    assertThat(tight.bytes()).isLessThanOrEqualTo(800L << 20).isLessThan(ample.bytes());
    assertThat(ample.sentence()).contains("cpu").contains("fp32").contains("40 passes").contains("GB of 8.4");
  }

  @Test
  void smallWindowsRunTwoPassesAtOnceWhereThereAreThreadsAndMemoryForIt() throws IOException {
    int before = torch.get_num_threads();
    try {
      torch.set_num_threads(2);
      RenderPlan two = plan(8000);
      assertThat(two.abreast()).isTrue();
      assertThat(two.sentence()).contains("two at a time");
      assertThat(two.smaller().abreast()).isFalse();
      assertThat(plan((two.bytes() >> 20) - 1).abreast()).isFalse();
      torch.set_num_threads(1);
      assertThat(plan(8000).abreast()).isFalse();
    } finally {
      torch.set_num_threads(before);
    }
  }

  /** What finds faces stays in memory while the model renders. */
  @Test
  void whatTheProgramHoldsAlreadyIsCounted() throws IOException {
    ModelFolder models = new ModelFolder(TinyModel.write(folder));
    Machine idle = new Machine("cpu", OptionalLong.of(8L << 30));
    Machine busy = new Machine("cpu", OptionalLong.of(8L << 30), 3L << 30);
    long alone = RenderPlan.of(models, idle, Precision.FP32, 40, 16, 20, 512).bytes();

    assertThat(RenderPlan.of(models, busy, Precision.FP32, 40, 16, 20, 512).bytes() - alone)
        .isBetween(2500L << 20, 3L << 30);
    assertThat(Machine.cpu().held()).isGreaterThan(20L << 20);
    assertThat(Machine.cpu().free().orElseThrow()).isGreaterThan(Machine.cpu().held());
  }

  @Test
  void whatCannotFitIsRefusedInASentence() {
    assertThatThrownBy(() -> plan(100)).isExactlyInstanceOf(KeylightException.class)
        .hasMessageContaining("GB may be used").hasMessageContaining("--precision bf16");
  }

  @Test
  void libtorchSayingThatMemoryRanOutIsUnderstood() {
    assertThatThrownBy(() -> {
      try (PointerScope scope = new PointerScope(); Tensor impossible = torch.zeros(1L << 50)) {
        impossible.size(0);
      }
    }).satisfies(failure -> assertThat(OutOfMemory.is(failure)).as(failure.getMessage()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"std::bad_alloc", "CUDA out of memory. Tried to allocate 2.00 GiB"})
  void otherWaysOfSayingSoAreUnderstood(String message) {
    assertThat(OutOfMemory.is(new IllegalStateException(new RuntimeException(message)))).isTrue();
    assertThat(OutOfMemory.is(new RuntimeException("mat1 and mat2 shapes cannot be multiplied"))).isFalse();
  }

  @Test
  void afterALackOfMemoryThePlanShrinksToItsEnd() throws IOException {
    List<String> notes = new ArrayList<>();
    Progress progress = new Progress() {
      @Override
      public void update(long done, long total) {}

      @Override
      public void note(String message) {
        notes.add(message);
      }
    };
    RuntimeException lack = new RuntimeException("DefaultCPUAllocator: can't allocate memory");
    RenderPlan plan = plan(8000);
    while (plan.canBeSmaller()) {
      plan = OutOfMemory.smaller(plan, lack, progress);
    }
    RenderPlan smallest = plan;

    assertThat(notes).isNotEmpty().allSatisfy(note -> assertThat(note).contains("memory ran out"));
    assertThatThrownBy(() -> OutOfMemory.smaller(smallest, lack, progress)).hasMessageContaining("smallest plan");
    RuntimeException other = new RuntimeException("something else");
    assertThatThrownBy(() -> OutOfMemory.smaller(smallest, other, progress)).isSameAs(other);
  }

  @Test
  void cudaIsRefusedWhereItIsNotThereAndAutoTakesTheProcessor() {
    if (!torch.cuda_is_available()) {
      assertThatThrownBy(() -> Machine.choose(Machine.Choice.CUDA, OptionalLong.empty()))
          .isInstanceOf(BadInputException.class).hasMessageContaining("--device cpu");
      Machine machine = Machine.choose(Machine.Choice.AUTO, OptionalLong.of(5));
      assertThat(machine.device()).isEqualTo("cpu");
      assertThat(machine.free()).hasValue(5);
      try (Device device = machine.open()) {
        assertThat(device.is_cpu()).isTrue();
      }
    }
  }
}
