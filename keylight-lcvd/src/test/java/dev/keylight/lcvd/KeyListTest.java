package dev.keylight.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.DecaEncoder;
import dev.keylight.lcvd.detect.Fan;
import dev.keylight.lcvd.detect.S3fd;
import dev.keylight.lcvd.matte.U2Net;
import dev.keylight.lcvd.nn.BatchNorm2d;
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

  /** The detail encoder is the same network with another last layer; only the coarse one is opened. */
  @Test
  void decaEncoders() throws IOException {
    Map<String, String> published = published("deca");
    DeclaredParameters coarse = declare(p -> new DecaEncoder(p, DecaCode.LENGTH));
    assertThat(keys(coarse)).isEqualTo(part(published, DecaEncoder.PART)).hasSize(322);
    assertThat(keys(declare(p -> new DecaEncoder(p, 128)))).isEqualTo(part(published, "E_detail"));
  }

  @Test
  void u2net() throws IOException {
    DeclaredParameters declared = declare(p -> new U2Net(p, BatchNorm2d.Statistics.STORED));
    assertThat(keys(declared)).isEqualTo(published("u2net")).hasSize(798);
  }

  @Test
  void s3fd() throws IOException {
    assertThat(keys(declare(S3fd::new))).isEqualTo(published("s3fd")).hasSize(65);
  }

  /** No list of the alignment network's keys could be had; these are where its blocks differ. */
  @Test
  void fan() {
    DeclaredParameters declared = declare(p -> new Fan(p, Fan.STACKS));
    assertThat(declared.shapes()).containsKeys("m3.b2_plus_1.conv3.weight", "conv4.downsample.2.weight", "al2.bias")
        .doesNotContainKeys("al3.bias", "conv3.downsample.2.weight");
  }

  private static Map<String, String> part(Map<String, String> keys, String name) {
    Map<String, String> part = new TreeMap<>();
    keys.forEach((key, shape) -> {
      if (key.startsWith(name + ".")) {
        part.put(key.substring(name.length() + 1), shape);
      }
    });
    return part;
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
        keys.put(line.substring(0, space), "[" + line.substring(space + 1).replace("scalar", "").replace(",", ", ") + "]");
      }
    }
    return keys;
  }
}
