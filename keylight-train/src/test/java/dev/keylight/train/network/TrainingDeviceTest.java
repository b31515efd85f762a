package dev.keylight.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDeviceTest {
  @ParameterizedTest
  @CsvSource({
    "cpu, 0, 1, true, 8, cpu", "auto, 0, 1, false, 0, cpu", "auto, 0, 1, true, 0, cpu", "auto, 0, 1, true, 1, cuda:0",
    "auto, 3, 8, true, 8, cuda:3", "auto, 1, 2, true, 1, cpu", "cuda, 0, 1, true, 2, cuda:0", "cuda, 7, 8, true, 8, cuda:7",
    "cuda:5, 0, 1, true, 8, cuda:5"
  })
  void a_process_computes_where_the_configuration_says(
      String said, int rank, int processes, boolean built, int gpus, String expected) {
    assertThat(TrainingDevice.name(said, rank, processes, built, gpus)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "gpu    | 1 | true  | 1 | gpu is not known; there are auto, cpu, cuda and cuda:N",
    "cuda   | 1 | false | 0 | computes on the processor only; build it with mvn -P cuda, or write device: cpu",
    "cuda:0 | 1 | false | 0 | build it with mvn -P cuda",
    "cuda   | 1 | true  | 0 | finds no GPU; check the driver with nvidia-smi",
    "cuda   | 8 | true  | 4 | 8 processes need as many GPUs, but there are only 4",
    "cuda:4 | 1 | true  | 4 | cuda:4, but there are only 4, numbered from 0",
    "cuda:1 | 2 | true  | 4 | one GPU for 2 processes; write device: cuda"
  })
  void what_cannot_be_is_said(String said, int processes, boolean built, int gpus, String reason) {
    assertThatThrownBy(() -> TrainingDevice.name(said, 0, processes, built, gpus)).isInstanceOf(BadInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void this_build_has_a_processor() {
    assertThat(TrainingDevice.open("cpu", 0, 1).is_cpu()).isTrue();
  }
}
