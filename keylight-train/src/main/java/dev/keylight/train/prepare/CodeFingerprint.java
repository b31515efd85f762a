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
 * preparation, and the folder or jar it is run from, does not change it. What only some preparations are made of has
 * fingerprints of its own.
 */
public final class CodeFingerprint {
  /** The packages, with all below them, that a preparation is made of; folders in jars. */
  public static final List<String> PACKAGES =
      List.of(
          "dev/keylight/media", "dev/keylight/face", "dev/keylight/mesh", "dev/keylight/light", "dev/keylight/lcvd/checkpoint",
          "dev/keylight/train/data", "dev/keylight/train/prepare");

  /** What more a preparation with DECA and FLAME is made of. */
  public static final List<String> FLAME_PACKAGES =
      List.of(
          "dev/keylight/lcvd/deca", "dev/keylight/lcvd/detect", "dev/keylight/lcvd/flame", "dev/keylight/lcvd/matte",
          "dev/keylight/lcvd/model", "dev/keylight/lcvd/nn", "dev/keylight/lcvd/preprocess");

  private static final List<Class<?>> OURS = List.of(Media.class, SafetensorsWriter.class, VideoPreparation.class);
  private static final List<Class<?>> LIBRARIES = List.of(avcodec.class, opencv_core.class, tensorflowlite.class);
  private static final int DIGITS = 16;

  private CodeFingerprint() {}

  /** Only when it is first asked for: it reads through some hundred files. */
  private static final class OfThisProgram {
    private static final String VALUE = of(PACKAGES, OURS, LIBRARIES);
  }

  /** The running program's, as hexadecimal digits. */
  public static String here() {
    return OfThisProgram.VALUE;
  }

  /**
   * That of a part of the running program.
   *
   * @param packages with all below them, or single classes, as folders in jars
   * @param ours a class from each jar or folder they are in
   * @param libraries a class from each library whose release counts
   */
  public static String of(List<String> packages, List<Class<?>> ours, List<Class<?>> libraries) {
    return fingerprint(packages, ours.stream().map(CodeFingerprint::place).toList(),
        libraries.stream().map(library -> place(library).getFileName().toString()).toList());
  }

  /**
   * Another's.
   *
   * @param packages as above
   * @param places jars, and folders of classes, that hold the packages
   * @param libraries names that tell releases apart
   */
  static String fingerprint(List<String> packages, List<Path> places, List<String> libraries) {
    Map<String, Long> contents = new TreeMap<>();
    try {
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          folder(place, packages, contents);
        } else {
          jar(place, packages, contents);
        }
      }
      return digest(contents + " " + libraries);
    } catch (IOException e) {
      throw new UncheckedIOException("Keylight's own classes cannot be read", e);
    }
  }

  /** As many digits of a text. */
  public static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean counts(String name, List<String> packages) {
    return packages.stream().anyMatch(each -> name.startsWith(each) && "/.$".indexOf(name.charAt(each.length())) >= 0);
  }

  private static void jar(Path jar, List<String> packages, Map<String, Long> contents) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream().filter(entry -> !entry.isDirectory() && counts(entry.getName(), packages))
          .forEach((ZipEntry entry) -> contents.put(entry.getName(), entry.getCrc()));
    }
  }

  private static void folder(Path folder, List<String> packages, Map<String, Long> contents) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (counts(name, packages)) {
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
