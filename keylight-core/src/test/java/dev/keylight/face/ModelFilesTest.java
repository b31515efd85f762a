package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.KeylightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFilesTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "attention_trunk.tflite", "attention_heads.tflite", "face_detection_short_range.tflite",
    "selfie_segmentation.tflite", "canonical_face.bin"
  })
  void shipped_files_are_what_the_manifest_says(String name) {
    assertThat(ModelFiles.read(name)).isNotEmpty();
  }

  @Test
  void one_changed_byte_is_noticed() {
    byte[] data = ModelFiles.read("canonical_face.bin");
    data[1000] ^= 1;
    assertThatThrownBy(() -> ModelFiles.verified(ModelFiles.class, "canonical_face.bin", data))
        .isInstanceOf(KeylightException.class)
        .hasMessageContaining("canonical_face.bin")
        .hasMessageContaining("SHA-256");
  }

  @Test
  void unknown_files_are_refused() {
    assertThatThrownBy(() -> ModelFiles.read("nothing.tflite"))
        .isInstanceOf(KeylightException.class)
        .hasMessageContaining("nothing.tflite");
    assertThatThrownBy(() -> ModelFiles.verified(ModelFiles.class, "nothing.tflite", new byte[1])).isInstanceOf(KeylightException.class);
  }
}
