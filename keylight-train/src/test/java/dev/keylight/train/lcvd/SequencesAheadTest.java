package dev.keylight.train.lcvd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class SequencesAheadTest {
  private final List<Long> drawn = Collections.synchronizedList(new ArrayList<>());

  /** Its side tells the batch. */
  private DrawnSequence draw(long number) {
    if (number == 13) {
      throw new BadInputException("clip 13 is gone");
    }
    drawn.add(number);
    Supplier<Tensor> one = () -> torch.ones(1);
    return new DrawnSequence(number, Scope.lasting(one), Scope.lasting(one), Scope.lasting(one), Scope.lasting(one),
        new SplittableRandom(number));
  }

  private static long side(SequencesAhead ahead, long number, long following) {
    try (DrawnSequence sequence = ahead.take(number, following)) {
      return sequence.side();
    }
  }

  @Test
  void each_batch_gets_its_own_sequence_also_one_that_was_not_expected() {
    try (SequencesAhead ahead = new SequencesAhead(this::draw)) {
      assertThat(side(ahead, 3, 5)).isEqualTo(3);
      assertThat(side(ahead, 5, 7)).isEqualTo(5);
      assertThat(side(ahead, 40, 42)).isEqualTo(40);
      assertThat(side(ahead, 42, 44)).isEqualTo(42);
    }
    assertThat(drawn).containsExactly(3L, 5L, 7L, 40L, 42L, 44L);
  }

  @Test
  void what_goes_wrong_ahead_is_told_when_its_turn_comes() {
    try (SequencesAhead ahead = new SequencesAhead(this::draw)) {
      assertThat(side(ahead, 12, 13)).isEqualTo(12);
      assertThatThrownBy(() -> ahead.take(13, 14)).isInstanceOf(BadInputException.class).hasMessage("clip 13 is gone");
    }
  }
}
