package dev.keylight.lcvd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.engine.Engines;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
import org.junit.jupiter.api.Test;

class LcvdProviderTest {
  @Test
  void a_preset_and_a_precision_can_follow_the_name() {
    GenerationOptions published = GenerationOptions.published();
    assertThat(LcvdProvider.options("exact")).isEqualTo(published);
    assertThat(LcvdProvider.options("fast")).isEqualTo(Preset.FAST.of(published)).isNotEqualTo(published);
    assertThat(LcvdProvider.options("bf16,DRAFT")).isEqualTo(Preset.DRAFT.of(published).withPrecision(Precision.BF16));
  }

  @Test
  void other_words_are_refused_and_the_known_ones_listed() {
    assertThatThrownBy(() -> LcvdProvider.options("quick"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'quick'", "exact, fast, draft, fp32, fp16, bf16");
    assertThatThrownBy(() -> LcvdProvider.options("fast,")).isInstanceOf(BadInputException.class);
  }

  @Test
  void an_engine_of_one_manner_says_so() {
    assertThatThrownBy(() -> Engines.open("warp:fast"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("warp", "leave out ':fast'");
  }
}
