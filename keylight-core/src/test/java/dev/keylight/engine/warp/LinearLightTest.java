package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearLightTest {
  @Test
  void everyLevelComesBackThroughTheTables() {
    byte[] plain = LinearLight.encodeTable(false);
    for (int level = 0; level < 256; level++) {
      assertThat(plain[LinearLight.index(LinearLight.decode((byte) level))] & 255).isEqualTo(level);
    }
  }

  @Test
  void theFormulasAreEachOthersInverse() {
    for (int i = 0; i <= 1000; i++) {
      double encoded = i / 1000.0;
      assertThat(LinearLight.encode(LinearLight.decode(encoded))).isCloseTo(encoded, within(1e-6));
    }
    assertThat(LinearLight.decode(1.0)).isCloseTo(1, within(1e-12));
    assertThat(LinearLight.decode((byte) 188)).as("half the light").isCloseTo(0.5f, within(0.005f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreLightIsNeverDarker(boolean shoulder) {
    byte[] table = LinearLight.encodeTable(shoulder);
    for (int i = 1; i < table.length; i++) {
      assertThat(table[i] & 255).isGreaterThanOrEqualTo(table[i - 1] & 255);
    }
    assertThat(table[0] & 255).isZero();
    assertThat(table[table.length - 1] & 255).as("the brightest is white").isGreaterThanOrEqualTo(254);
  }

  /** The shoulder never brightens, leaves dark and middle tones alone, keeps whites apart that the plain table clips. */
  @Test
  void theShoulderOnlyHoldsBackHighlights() {
    byte[] plain = LinearLight.encodeTable(false);
    byte[] film = LinearLight.encodeTable(true);
    for (int i = 0; i < film.length; i++) {
      assertThat(film[i] & 255).isLessThanOrEqualTo(plain[i] & 255);
    }
    int middle = LinearLight.index(0.4f);
    for (int i = 0; i <= middle; i++) {
      assertThat(film[i]).isEqualTo(plain[i]);
    }
    int bright = LinearLight.index(1f);
    int brighter = LinearLight.index(1.5f);
    assertThat(plain[brighter]).isEqualTo(plain[bright]);
    assertThat(film[brighter] & 255).isGreaterThan(film[bright] & 255);
  }

  @Test
  void valuesOffTheTableTakeItsEnds() {
    assertThat(LinearLight.index(-0.5f)).isZero();
    assertThat(LinearLight.index(1e6f)).isEqualTo(LinearLight.encodeTable(true).length - 1);
    assertThat(LinearLight.index(Float.POSITIVE_INFINITY)).isEqualTo(LinearLight.encodeTable(false).length - 1);
  }
}
