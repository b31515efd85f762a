package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The course of a run as {@code curve.csv}: step, loss, learning rate, length of the gradient, seconds. A resumed run
 * cuts off what came after its checkpoint, so that every step stands there once.
 */
final class Curve {
  private static final String HEADER = "step,loss,learning_rate,gradient_norm,seconds";

  private final Path file;

  Curve(Path folder, long resumedAt) {
    this.file = folder.resolve("curve.csv");
    try {
      Files.createDirectories(folder);
      List<String> kept = new ArrayList<>(List.of(HEADER));
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          int comma = line.indexOf(',');
          if (!line.startsWith("step") && comma > 0 && Long.parseLong(line.substring(0, comma)) <= resumedAt) {
            kept.add(line);
          }
        }
      }
      Files.write(file, kept);
    } catch (IOException e) {
      throw new KeylightException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  void add(long step, double loss, double rate, double norm, double seconds) {
    String line = String.format(Locale.ROOT, "%d,%.6g,%.4g,%.4g,%.3f%n", step, loss, rate, norm, seconds);
    try {
      Files.writeString(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new KeylightException(file + " cannot be written: " + e.getMessage() + "; the run stopped", e);
    }
  }

  /** Draws the course as {@code curve.html}, readable without anything else: the losses and their running mean. */
  void draw() {
    try {
      List<double[]> points = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",");
        if (!cells[0].equals("step")) {
          points.add(new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])});
        }
      }
      Files.writeString(file.resolveSibling("curve.html"), CurvePage.of(points));
    } catch (IOException e) {
      throw new KeylightException(file + " cannot be drawn: " + e.getMessage(), e);
    }
  }
}
