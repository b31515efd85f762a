package dev.keylight.train.validation;

import dev.keylight.KeylightException;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.prepare.Appraiser;
import dev.keylight.train.prepare.QualityGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluator's numbers of renders, their means by way of rendering, and the table {@code validation.csv} that keeps them
 * step by step. Light is empty where no face was found, identity and quality also where no {@link Appraiser} is on the class
 * path.
 */
public final class ValidationScores implements AutoCloseable {
  private static final String HEADER = "step,variant,light_error,identity_distance,brisque";
  private static final QualityGate BRISQUE = new QualityGate(QualityGate.Measure.BRISQUE, 100, null);

  private final FaceModel faces = new MeshFaceModel(TrackingOptions.still());
  private final PhotoLight reader = new PhotoLight(FaceTopology.builtIn());
  private final Optional<Appraiser> appraiser = Appraiser.found();
  private final Map<String, Means> means = new LinkedHashMap<>();

  /** Sums of the numbers that are numbers. */
  private static final class Means {
    private final double[] sums = new double[3];
    private final int[] counts = new int[3];

    void add(double... values) {
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(values[i])) {
          sums[i] += values[i];
          counts[i]++;
        }
      }
    }

    String row(long step, String way) {
      StringBuilder row = new StringBuilder(step + "," + way);
      for (int i = 0; i < sums.length; i++) {
        row.append(',').append(counts[i] == 0 ? "" : String.format(Locale.ROOT, "%.4f", sums[i] / counts[i]));
      }
      return row.toString();
    }
  }

  private record Seen(double quality, double[] person) {}

  /** The numbers of the face in a picture, to compare renders with; null where there is none or nobody to tell. */
  public double[] person(Frame picture) {
    return seen(picture).person;
  }

  /**
   * Measures a render.
   *
   * @param way of rendering, a row of the table
   * @param picture stays the caller's
   * @param asked the light it should have
   * @param person the portrait's, see {@link #person}
   */
  public void add(String way, Frame picture, SphericalHarmonics asked, double[] person) {
    List<FaceObservation> found = faces.observe(picture);
    double light = found.isEmpty() ? Double.NaN : reader.of(picture, found.get(0)).distance(asked);
    Seen seen = seen(picture);
    means.computeIfAbsent(way, unused -> new Means()).add(light, distance(person, seen.person), seen.quality);
  }

  private Seen seen(Frame picture) {
    if (appraiser.isEmpty()) {
      return new Seen(Double.NaN, null);
    }
    try (Appraiser.Appraisal appraisal = appraiser.get().begin(BRISQUE, 1)) {
      appraisal.look(picture);
      return new Seen(appraisal.quality(), appraisal.person());
    }
  }

  private static double distance(double[] a, double[] b) {
    if (a == null || b == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /** Writes the means; rows of this step and later ones, of a run that was stopped, are replaced. */
  public void write(Path table, long step) {
    try {
      List<String> lines = new ArrayList<>(List.of(HEADER));
      if (Files.exists(table)) {
        Files.readAllLines(table).stream().skip(1)
            .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) < step).forEach(lines::add);
      }
      means.forEach((way, mean) -> lines.add(mean.row(step, way)));
      WholeFile.write(table, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new KeylightException(table + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    faces.close();
  }
}
