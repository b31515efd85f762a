package dev.keylight.lcvd.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole renders with the smallest networks in the published layout. */
class RenderTest {
  private static final int SIZE = 64;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void model() throws IOException {
    TinyModel.write(shared.resolve("weights"));
    TinyModel.panels(shared.resolve("panels"), 27, SIZE);
    TinyModel.panels(shared.resolve("short"), 5, SIZE);
  }

  private static GenerationOptions options(DrivingMode mode, Guidance guidance) {
    return GenerationOptions.published().withMode(mode).withSampler("euler", 2).withGuidance(guidance).withSeed(7);
  }

  private List<byte[]> render(String panels, GenerationOptions options, Progress progress) {
    List<byte[]> frames = new ArrayList<>();
    new Render(new ModelFolder(shared.resolve("weights")), new PanelFolder(shared.resolve(panels)), options, progress)
        .run(folder.resolve("work"), Optional.of(folder.resolve("latents.safetensors")), true,
            (frame, number) -> frames.add(bytes(frame)));
    return frames;
  }

  private static byte[] bytes(Frame frame) {
    byte[] bytes = new byte[frame.width() * frame.height() * 3];
    frame.pixels().data().get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(DrivingMode.class)
  void everyModeGivesAFramePerPanelOfThePanelsSize(DrivingMode mode) {
    List<byte[]> frames = render("panels", options(mode, Guidance.constant(4.5f)), Progress.NONE);

    assertThat(frames).hasSize(27).allSatisfy(frame -> assertThat(frame).hasSize(SIZE * SIZE * 3));
    assertThat(frames.get(3)).isNotEqualTo(frames.get(9));
    assertThat(Checkpoint.open(folder.resolve("latents.safetensors")).entry("latents_over_scale").shape())
        .containsExactly(27, 4, SIZE / 8, SIZE / 8);
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"relipa/unet, UNet", "relipa/ref_embedder, UNet", "stable-video-diffusion-img2vid-xt/image_encoder/model, vision tower",
    "stable-video-diffusion-img2vid-xt/sd-vae-ft-mse/diffusion_pytorch_model, decoder"})
  void brokenNumbersInWeightsAreAnErrorAndNoBlackFrames(String file, String network) throws IOException {
    Path weights = TinyModel.write(folder.resolve("weights"));
    Path broken = weights.resolve(file + ".safetensors");
    byte[] bytes = Files.readAllBytes(broken);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
    Files.write(broken, bytes);
    Render render = new Render(new ModelFolder(weights), new PanelFolder(shared.resolve("short")),
        options(DrivingMode.RELIGHTING, Guidance.constant(4.5f)), Progress.NONE);

    assertThatThrownBy(() -> render.run(folder.resolve("work"), Optional.empty(), true, (frame, number) -> {}))
        .isInstanceOf(BadInputException.class).hasMessageContaining("the " + network + " gives values that are not numbers")
        .hasMessageContaining("keylight weights check " + weights);
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
    GenerationOptions options = options(DrivingMode.RELIGHTING, Guidance.constant(4.5f));
    List<byte[]> first = render("short", options, Progress.NONE);

    assertThat(render("short", options, Progress.NONE)).containsExactlyElementsOf(first);
    assertThat(render("short", options.withSeed(8), Progress.NONE)).doesNotContainSequence(first);
  }

  @Test
  void aClipShorterThanATileIsPaddedAndTrimmed() {
    assertThat(render("short", options(DrivingMode.RELIGHTING, Guidance.constant(4.5f)), Progress.NONE)).hasSize(5);
  }

  /** Cancelled at the n-th tile or batch of frames, then run again: the bytes are those of a run left alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9})
  void aStoppedRenderGoesOnAndEndsInTheSameBytes(int stopAt) {
    GenerationOptions options = options(DrivingMode.RELIGHTING, new Guidance(4, 2));
    List<byte[]> whole = render("panels", options, Progress.NONE);
    Progress impatient = impatient(stopAt);

    assertThatThrownBy(() -> render("panels", options, impatient)).isInstanceOf(CancellationException.class);
    assertThat(folder.resolve("work/progress.json")).exists();
    assertThat(render("panels", options, Progress.NONE)).containsExactlyElementsOf(whole);
  }

  private static Progress impatient(int stopAt) {
    AtomicInteger asked = new AtomicInteger();
    return new Progress() {
      @Override
      public void update(long done, long total) {}

      @Override
      public boolean cancelled() {
        return asked.incrementAndGet() > stopAt;
      }
    };
  }

  @Test
  void anInterruptedRenderOfOtherOptionsIsNotContinued() throws IOException {
    Files.createDirectories(folder.resolve("work"));
    Files.writeString(folder.resolve("work/progress.json"), "{\"fingerprint\":\"other\",\"step\":1,\"tile\":1,\"decoded\":0}");

    assertThat(render("short", options(DrivingMode.FREE, Guidance.constant(2)), Progress.NONE)).hasSize(5);
  }

  @Test
  void guidanceOneIsTheLimitOfTwoPassesAndGuidanceZeroToo() {
    GenerationOptions one = options(DrivingMode.RELIGHTING, Guidance.constant(1));
    GenerationOptions nearlyOne = options(DrivingMode.RELIGHTING, new Guidance(1, 1.0000001f));
    assertThat(difference(one, nearlyOne)).isLessThan(1e-3);
    GenerationOptions zero = options(DrivingMode.RELIGHTING, Guidance.constant(0));
    GenerationOptions nearlyZero = options(DrivingMode.RELIGHTING, new Guidance(0, 1e-7f));
    assertThat(difference(zero, nearlyZero)).isLessThan(1e-3);
    assertThat(difference(one, zero)).isGreaterThan(0.01);
  }

  private double difference(GenerationOptions a, GenerationOptions b) {
    try (PointerScope scope = new PointerScope()) {
      return latents(a).sub(latents(b)).abs().max().item_double();
    }
  }

  private Tensor latents(GenerationOptions options) {
    render("short", options, Progress.NONE);
    return Checkpoint.open(folder.resolve("latents.safetensors")).tensor("latents_over_scale").clone();
  }

  @Test
  void halfPrecisionsComeNear() {
    GenerationOptions exact = options(DrivingMode.RELIGHTING, Guidance.constant(1));
    for (Precision precision : new Precision[] {Precision.BF16, Precision.FP16}) {
      assertThat(difference(exact, exact.withPrecision(precision))).as(precision.name()).isBetween(1e-6, 1.0);
    }
  }

  @Test
  void noiseOfAnotherSizeIsRefusedByName() throws IOException {
    Path noise = folder.resolve("noise.safetensors");
    Files.write(noise, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
    GenerationOptions options = options(DrivingMode.FREE, Guidance.constant(1)).withNoise(noise);

    assertThatThrownBy(() -> render("short", options, Progress.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("must hold image_noise [1, 3, 64, 64]");
  }

  /** Every part of the savings by itself, and all together, killed in the middle: the bytes are those of a run left alone. */
  @ParameterizedTest
  @MethodSource("parts")
  void savingsChangeTheResultALittleAndSurviveAnInterruption(GenerationOptions saving) {
    List<byte[]> whole = render("panels", saving, Progress.NONE);
    assertThat(whole).hasSize(27);
    Progress impatient = impatient(5);

    assertThatThrownBy(() -> render("panels", saving, impatient)).isInstanceOf(CancellationException.class);
    assertThat(render("panels", saving, Progress.NONE)).containsExactlyElementsOf(whole);
    assertThat(difference(saving.withSavings(Savings.NONE), saving)).isFinite().isGreaterThan(1e-5);
  }

  static Stream<GenerationOptions> parts() {
    GenerationOptions base = GenerationOptions.published().withSampler("euler", 3);
    GenerationOptions second = base.withSampler("dpmpp-2m", 3);
    return Stream.of(base.withSavings(Savings.NONE.withReducedEvery(2)), base.withSavings(Savings.NONE.withDeepEvery(2)),
        base.withSavings(Savings.NONE.withGuidance(0.002f, 100)),
        base.withSampler("euler", 7).withSavings(Savings.NONE.withTurn(0.3f)),
        second.withSavings(Savings.NONE.withReducedEvery(2).withDeepEvery(2)),
        base.withSampler("heun", 5).withSavings(Savings.NONE.withReducedEvery(2)));
  }

  @Test
  void savingsThatNeverComeIntoPlayChangeNothing() {
    GenerationOptions once = options(DrivingMode.RELIGHTING, Guidance.constant(3)).withSampler("euler", 1);

    assertThat(difference(once, once.withSavings(Savings.NONE.withReducedEvery(9).withDeepEvery(9)))).isZero();
  }

  /** With two threads, so both passes at once. */
  @Test
  void aRunWithPassesAtOnceGoesOnWhereItWasStopped() {
    GenerationOptions options = options(DrivingMode.RELIGHTING, Guidance.constant(4.5f));
    int before = torch.get_num_threads();
    torch.set_num_threads(2);
    try (PointerScope scope = new PointerScope()) {
      Tensor whole = latents(options);
      Progress impatient = impatient(2);
      assertThatThrownBy(() -> render("short", options, impatient)).isInstanceOf(CancellationException.class);
      assertThat(latents(options).equal(whole)).isTrue();
      assertThat(torch.get_num_threads()).isEqualTo(2);
    } finally {
      torch.set_num_threads(before);
    }
  }

  /**
   * Memory runs out twice while hints are read; the render goes on with smaller plans and ends in the same bytes. With one
   * thread: a plan that gives up running two passes at once rounds differently.
   */
  @Test
  void aLackOfMemoryMakesThePlanSmallerAndTheResultIsTheSame() {
    int before = torch.get_num_threads();
    torch.set_num_threads(1);
    try {
      shrunk();
    } finally {
      torch.set_num_threads(before);
    }
  }

  private void shrunk() {
    GenerationOptions options = options(DrivingMode.RELIGHTING, Guidance.constant(2));
    List<byte[]> whole = render("panels", options, Progress.NONE);
    AtomicInteger reads = new AtomicInteger();
    Panels scarce = new Panels() {
      private final Panels panels = new PanelFolder(shared.resolve("panels"));

      @Override
      public int frames() {
        return panels.frames();
      }

      @Override
      public int size() {
        return panels.size();
      }

      @Override
      public Tensor read(int frame, Panel panel) {
        if (reads.incrementAndGet() == 10 || reads.get() == 40) {
          throw new RuntimeException("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory");
        }
        return panels.read(frame, panel);
      }

      @Override
      public String fingerprint() {
        return "scarce";
      }
    };
    List<byte[]> frames = new ArrayList<>();
    new Render(new ModelFolder(shared.resolve("weights")), scarce, options, Progress.NONE)
        .run(folder.resolve("work"), Optional.empty(), true, (frame, number) -> frames.add(bytes(frame)));

    assertThat(reads).hasValueGreaterThan(40);
    assertThat(frames).containsExactlyElementsOf(whole);
  }
}
