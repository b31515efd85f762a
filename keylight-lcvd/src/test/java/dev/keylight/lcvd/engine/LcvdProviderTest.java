package dev.keylight.lcvd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.engine.Engines;
import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
import dev.keylight.lcvd.sampler.Guidance;
import org.junit.jupiter.api.Test;

class LcvdProviderTest {
  private static GenerationOptions options(String manner) {
    return LcvdProvider.PUBLISHED.with(manner, "lcvd").options();
  }

  @Test
  void a_preset_and_a_precision_can_follow_the_name() {
    GenerationOptions published = GenerationOptions.published();
    assertThat(options("exact")).isEqualTo(published);
    assertThat(options("fast")).isEqualTo(Preset.FAST.of(published)).isNotEqualTo(published);
    assertThat(options("bf16,DRAFT")).isEqualTo(Preset.DRAFT.of(published).withPrecision(Precision.BF16));
  }

  @Test
  void conditions_guidance_steps_and_size_can_follow_too() {
    assertThat(options("reference-only").mode()).isEqualTo(DrivingMode.REFERENCE_ONLY);
    assertThat(options("fast,shading-only").mode()).isEqualTo(DrivingMode.SHADING_ONLY);
    assertThat(options("guidance=1.5").guidance()).isEqualTo(Guidance.constant(1.5f));
    assertThat(options("steps=4").steps()).isEqualTo(4);
    assertThat(LcvdProvider.PUBLISHED.with("size=64", "lcvd").size()).isEqualTo(64);
  }

  @Test
  void other_words_are_refused_and_the_known_ones_listed() {
    assertThatThrownBy(() -> options("quick"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'quick'", "exact, fast, draft, fp32, fp16, bf16, relighting, free, reference-only, shading-only");
    for (String wrong : new String[] {"fast,", "landmark", "guidance=", "guidance=NaN", "guidance=-1", "steps=2.5", "size=100", "width=64"}) {
      assertThatThrownBy(() -> options(wrong)).as(wrong).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void an_engine_of_one_manner_says_so() {
    assertThatThrownBy(() -> Engines.open("warp:fast"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("warp", "leave out ':fast'");
  }
}
