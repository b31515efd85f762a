package dev.keylight.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFingerprintTest {
  private static final List<String> LIBRARIES = List.of("ffmpeg-8.jar");

  @TempDir private Path folder;

  private Path classes(String name, String matte, String engine) throws IOException {
    Path classes = folder.resolve(name);
    Path face = Files.createDirectories(classes.resolve("dev/keylight/face/deep"));
    Files.writeString(face.resolve("Matte.class"), matte);
    Path other = Files.createDirectories(classes.resolve("dev/keylight/engine"));
    Files.writeString(other.resolve("Warp.class"), engine);
    return classes;
  }

  private static String of(Path place) {
    return CodeFingerprint.fingerprint(CodeFingerprint.PACKAGES, List.of(place), LIBRARIES);
  }

  @Test
  void only_what_has_a_part_in_a_preparation_counts() throws IOException {
    String before = of(classes("before", "one", "one"));
    assertThat(of(classes("same", "one", "one"))).isEqualTo(before);
    assertThat(of(classes("engine", "one", "two"))).isEqualTo(before);
    assertThat(of(classes("face", "two", "one"))).isNotEqualTo(before);
    assertThat(CodeFingerprint.fingerprint(CodeFingerprint.PACKAGES, List.of(folder.resolve("same")), List.of("ffmpeg-9.jar"))).isNotEqualTo(before);
  }

  @Test
  void a_jar_is_as_good_as_its_folder_whenever_it_was_packed() throws IOException {
    String before = of(classes("before", "one", "one"));
    Path jar = folder.resolve("code.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("dev/keylight/face/", "dev/keylight/face/deep/Matte.class", "dev/keylight/engine/Warp.class")) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(1_000_000_000_000L);
        zip.putNextEntry(entry);
        zip.write(name.endsWith("/") ? new byte[0] : "one".getBytes());
      }
    }
    assertThat(of(jar)).isEqualTo(before);
  }

  @Test
  void the_programs_own_is_made_of_its_classes_and_networks() {
    assertThat(CodeFingerprint.here()).matches("[0-9a-f]{16}").isNotEqualTo(CodeFingerprint.of(List.of(), List.of(), List.of()));
  }

  @Test
  void a_part_may_be_a_package_or_a_class_with_the_classes_in_it() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("parts/dev/keylight/cli"));
    Files.writeString(classes.resolve("Judge.class"), "one");
    Files.writeString(classes.resolve("Judge$Inner.class"), "one");
    Files.writeString(classes.resolve("JudgeTwo.class"), "one");
    List<String> part = List.of("dev/keylight/cli/Judge");
    String before = CodeFingerprint.fingerprint(part, List.of(folder.resolve("parts")), List.of());
    Files.writeString(classes.resolve("JudgeTwo.class"), "two");
    assertThat(CodeFingerprint.fingerprint(part, List.of(folder.resolve("parts")), List.of())).as("another class").isEqualTo(before);
    Files.writeString(classes.resolve("Judge$Inner.class"), "two");
    assertThat(CodeFingerprint.fingerprint(part, List.of(folder.resolve("parts")), List.of())).isNotEqualTo(before);
  }
}
