package dev.keylight.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.train.prepare.QualityGate.Measure;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What gets through the gates that are not geometry. */
class QualityGateTest {
  @Test
  void less_is_better_by_brisque_and_more_by_a_network() {
    QualityGate brisque = new QualityGate(Measure.BRISQUE, 40, null);
    assertThat(brisque.against(40)).isNull();
    assertThat(brisque.against(61.25)).isEqualTo("its quality is 61.3 by brisque, at most 40.0 is needed");
    QualityGate vqa = new QualityGate(Measure.VQA, Measure.VQA.usual(), "fastervqa.pt");
    assertThat(vqa.against(0.61)).isNull();
    assertThat(vqa.against(0.59)).isEqualTo("its quality is 0.590 by vqa, at least 0.600 is needed");
  }

  @Test
  void what_cannot_be_measured_passes() {
    assertThat(new QualityGate(Measure.NIQE, 5, null).against(Double.NaN)).isNull();
    assertThat(QualityGate.NONE.against(100)).isNull();
  }

  @Test
  void a_network_must_be_named_and_a_measure_known() {
    assertThatThrownBy(() -> new QualityGate(Measure.VQA, 0.6, null)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("--quality-network");
    assertThatThrownBy(() -> Measure.named("psnr")).isInstanceOf(BadInputException.class)
        .hasMessageContaining("psnr").hasMessageContaining("brisque");
    assertThatThrownBy(() -> Appraiser.nobody(new QualityGate(Measure.BRISQUE, 40, null)))
        .isInstanceOf(KeylightException.class).hasMessageContaining("brisque");
  }

  @Test
  void faces_decide_where_both_clips_have_one_and_heads_elsewhere() {
    Random random = new Random(1);
    double[] head = random.doubles(HeadShape.NUMBERS).toArray();
    double[] other = random.doubles(HeadShape.NUMBERS).toArray();
    double[] face = random.doubles(128).map(x -> 0.1 * x).toArray();
    double[] stranger = random.doubles(128).map(x -> 0.3 * x).toArray();
    assertThat(Resemblance.alike(Resemblance.of(head, face), Resemblance.of(other, face))).isTrue();
    assertThat(Resemblance.alike(Resemblance.of(head, face), Resemblance.of(head, stranger))).isFalse();
    assertThat(Resemblance.alike(Resemblance.of(head, null), Resemblance.of(head, stranger))).isTrue();
    assertThat(Resemblance.alike(Resemblance.of(head, null), Resemblance.of(other, face))).isFalse();
  }
}
