package dev.keylight.lcvd.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideTest {
  @TempDir Path folder;
  private int before;

  @BeforeEach
  void twoThreads() {
    before = torch.get_num_threads();
    torch.set_num_threads(2);
  }

  @AfterEach
  void asBefore() {
    torch.set_num_threads(before);
  }

  @Test
  void bothResultsComeInTheirPlacesEachComputedWithHalfOfTheThreads() {
    int[] threads = new int[2];
    try (PointerScope scope = new PointerScope(); SideBySide two = new SideBySide()) {
      SideBySide.Both both = two.compute(() -> {
        threads[0] = torch.get_num_threads();
        return torch.ones(3);
      }, () -> {
        threads[1] = torch.get_num_threads();
        return torch.zeros(4).sub(torch.ones(4)); // what lies in between is freed in its own thread
      });
      assertThat(both.first().sum().item_float()).isEqualTo(3);
      assertThat(both.second().sum().item_float()).isEqualTo(-4);
    }
    assertThat(threads).containsExactly(1, 1);
    assertThat(torch.get_num_threads()).isEqualTo(2);
  }

  @Test
  void theFailureOfEitherIsThrownAsItWas() {
    try (PointerScope scope = new PointerScope(); SideBySide two = new SideBySide()) {
      assertThatThrownBy(() -> two.compute(() -> torch.ones(1), SideBySideTest::failing)).isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> two.compute(SideBySideTest::failing, () -> torch.ones(1))).isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> two.compute(SideBySideTest::failing, SideBySideTest::failing)).isInstanceOf(BadInputException.class);
      assertThat(two.compute(() -> torch.ones(1), () -> torch.ones(2)).second().sum().item_float()).isEqualTo(2);
    }
  }

  /** A pass sums in the same order whether another runs beside it or not. */
  @Test
  void twoPassesOfTheUNetAtOnceAreThoseOfOneAfterTheOther() throws IOException {
    ModelFolder models = new ModelFolder(TinyModel.write(folder));
    try (PointerScope scope = new PointerScope(); InferenceMode inference = new InferenceMode(true);
        Loaded<UNet> unet = models.unet(ScalarType.Float, new Device(new BytePointer("cpu")));
        Memo memo = Memo.remembering()) {
      Tensor input = torch.randn(4, 8, 8, 8);
      Tensor token = torch.randn(1, models.unetConfig().contextChannels());
      try (NoiseLevel level = unet.network().noiseLevel(0.3f, new float[] {6, 127, 0.02f}, token, memo);
          ImageContext seen = ImageContext.of(token); ImageContext unseen = ImageContext.of(torch.zeros_like(token))) {
        Supplier<Tensor> full = () -> unet.network().forward(input, level, seen, List.of());
        Supplier<Tensor> reduced = () -> unet.network().forward(input, level, unseen, List.of());
        SideBySide.Both atOnce;
        try (SideBySide two = new SideBySide()) {
          atOnce = two.compute(full, reduced);
        }
        torch.set_num_threads(1);
        assertThat(atOnce.first().equal(full.get())).isTrue();
        assertThat(atOnce.second().equal(reduced.get())).isTrue();
        assertThat(atOnce.first().equal(atOnce.second())).isFalse();
      }
    }
  }

  private static Tensor failing() {
    throw new BadInputException("the weights hold no numbers");
  }
}
