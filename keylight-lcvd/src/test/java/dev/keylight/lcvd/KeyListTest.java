package dev.keylight.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The networks ask for exactly the keys of the published files, at their published sizes. */
class KeyListTest {
  @Test
  void unet() throws IOException {
    DeclaredParameters declared = declare(p -> new UNet(UNetConfig.svdXt(), p));
    assertThat(keys(declared)).isEqualTo(published("unet")).hasSize(1428);
    assertThat(declared.elements()).isEqualTo(1_524_623_082L);
  }

  @Test
  void adapters() throws IOException {
    DeclaredParameters declared = declare(p -> new Adapter(p, 320));
    assertThat(keys(declared)).isEqualTo(published("adapter")).hasSize(19);
    assertThat(declared.elements()).isEqualTo(205_557);
  }

  @Test
  void autoencoder() throws IOException {
    DeclaredParameters declared = declare(p -> new Autoencoder(VaeConfig.sdVae(), p));
    assertThat(keys(declared)).isEqualTo(published("vae")).hasSize(248);
    assertThat(declared.elements()).isEqualTo(83_653_863);
  }

  @Test
  void visionTower() throws IOException {
    DeclaredParameters declared = declare(p -> new VisionTower(ClipConfig.vitH14(), p));
    assertThat(keys(declared)).isEqualTo(published("clip")).hasSize(520);
    assertThat(declared.elements()).isEqualTo(632_076_800);
  }

  private static DeclaredParameters declare(Consumer<DeclaredParameters> network) {
    DeclaredParameters declared = new DeclaredParameters();
    network.accept(declared);
    return declared;
  }

  private static Map<String, String> keys(DeclaredParameters declared) {
    Map<String, String> keys = new TreeMap<>();
    declared.shapes().forEach((name, shape) -> keys.put(name, Arrays.toString(shape)));
    return keys;
  }

  private static Map<String, String> published(String list) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(KeyListTest.class.getResourceAsStream("keys/" + list + ".txt.gz")),
        StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        keys.put(line.substring(0, space), "[" + line.substring(space + 1).replace(",", ", ") + "]");
      }
    }
    return keys;
  }
}
