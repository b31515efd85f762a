package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the name of a result says of it. */
public final class Results {
  private Results() {}

  /** Whether the name is that of one still picture, neither a video nor a numbered sequence. */
  public static boolean isPicture(Path target) {
    String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.matches(".*\\.(png|jpe?g|webp|tiff?)") && !name.matches(".*%0?\\d*d.*") && !Files.isDirectory(target);
  }

  /** Where the contact sheet of a result stands. */
  public static Path sheetOf(Path target) {
    return target.resolveSibling(target.getFileName() + ".sheet.png");
  }

  /** Whether a result is there, with a sidecar that says it was made as planned. Files appear whole or not at all. */
  public static boolean isWhole(Path target, Provenance plan) {
    Path sidecar = Provenance.sidecarOf(target);
    if (!Files.exists(target) || !Files.exists(sidecar)) {
      return false;
    }
    try {
      return plan.settings().equals(Provenance.read(sidecar).settings());
    } catch (BadInputException e) {
      return false;
    }
  }
}
