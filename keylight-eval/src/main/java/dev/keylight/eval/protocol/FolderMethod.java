package dev.keylight.eval.protocol;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another tool's finished results: in one folder, each file named as its case, whatever its ending.
 *
 * @param name of the tool
 * @param folder where its results are
 */
public record FolderMethod(String name, Path folder) implements Method {
  private static final List<String> ENDINGS = List.of("mp4", "mov", "webm", "mkv", "avi", "gif", "png", "jpg", "jpeg", "webp");

  /** @throws BadInputException if there is no such folder */
  public FolderMethod {
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(folder + " is no folder; give the folder with the finished videos of " + name);
    }
  }

  @Override
  public boolean baseline() {
    return false;
  }

  @Override
  public Optional<Footage> result(Case wanted, Path unused, EngineSource engines, Progress progress) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isResult(file, wanted.name())).sorted().findFirst().map(Footage::of);
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isResult(Path file, String wanted) {
    String name = file.getFileName().toString();
    if (Files.isDirectory(file)) {
      return name.equals(wanted);
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 && name.substring(0, dot).equals(wanted) && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
