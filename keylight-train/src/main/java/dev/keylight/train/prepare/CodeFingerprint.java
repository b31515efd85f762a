package dev.keylight.train.prepare;

import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.media.Media;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * Which state of the code a clip was prepared by: what decides its bytes beside the video and the options. A changed class or
 * network, and another release of a library that decodes or computes, give another fingerprint; what has no part in a
 * preparation, and the folder or jar it is run from, does not change it.
 */
public final class CodeFingerprint {
  /** The packages, with all below them, that a preparation is made of; folders in jars. */
  public static final List<String> PACKAGES =
      List.of(
          "dev/keylight/media", "dev/keylight/face", "dev/keylight/mesh", "dev/keylight/light", "dev/keylight/lcvd/checkpoint",
          "dev/keylight/train/data", "dev/keylight/train/prepare");

  private static final List<Class<?>> OURS = List.of(Media.class, SafetensorsWriter.class, VideoPreparation.class);
  private static final List<Class<?>> LIBRARIES = List.of(avcodec.class, opencv_core.class, tensorflowlite.class);
  private static final int DIGITS = 16;

  private CodeFingerprint() {}

  /** Only when it is first asked for: it reads through some hundred files. */
  private static final class OfThisProgram {
    private static final String VALUE =
        of(
            OURS.stream().map(CodeFingerprint::place).toList(),
            LIBRARIES.stream().map(library -> place(library).getFileName().toString()).toList());
  }

  /** The running program's, as hexadecimal digits. */
  public static String here() {
    return OfThisProgram.VALUE;
  }

  /**
   * Another's.
   *
   * @param places jars, and folders of classes, that hold the packages
   * @param libraries names that tell releases apart
   */
  static String of(List<Path> places, List<String> libraries) {
    Map<String, Long> contents = new TreeMap<>();
    try {
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          folder(place, contents);
        } else {
          jar(place, contents);
        }
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((contents + " " + libraries).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("Keylight's own classes cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean counts(String name) {
    return PACKAGES.stream().anyMatch(each -> name.startsWith(each + "/"));
  }

  private static void jar(Path jar, Map<String, Long> contents) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream().filter(entry -> !entry.isDirectory() && counts(entry.getName()))
          .forEach((ZipEntry entry) -> contents.put(entry.getName(), entry.getCrc()));
    }
  }

  private static void folder(Path folder, Map<String, Long> contents) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (counts(name)) {
          CRC32 sum = new CRC32();
          sum.update(Files.readAllBytes(file));
          contents.put(name, sum.getValue());
        }
      }
    }
  }

  private static Path place(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
