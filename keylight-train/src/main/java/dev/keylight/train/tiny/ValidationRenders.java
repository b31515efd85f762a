package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.compose.ContactSheet;
import dev.keylight.face.FaceModel;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.media.Frame;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
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
 * What the model makes of a few people it never saw while it is trained, always of the same and from the same noise: a sheet
 * {@code step-N.png} and, in {@code validation.csv}, a row a way of rendering with the evaluator's numbers. Identity and quality
 * are empty where no {@link Appraiser} is on the class path.
 */
final class ValidationRenders {
  private static final int CLIPS = 6;
  private static final Map<String, TinyNetworks.Way> WAYS = ways();
  private static final String HEADER = "step,variant,light_error,identity_distance,brisque";
  private static final QualityGate BRISQUE = new QualityGate(QualityGate.Measure.BRISQUE, 100, null);

  private final Path data;
  private final Path folder;
  private final Optional<Appraiser> appraiser = Appraiser.found();

  /**
   * @param data the prepared folder
   * @param folder for sheets and numbers
   */
  ValidationRenders(Path data, Path folder) {
    this.data = data;
    this.folder = folder;
  }

  private static Map<String, TinyNetworks.Way> ways() {
    Map<String, TinyNetworks.Way> ways = new LinkedHashMap<>();
    ways.put("noise-w2", new TinyNetworks.Way(2, true, true, 20, 12));
    ways.put("relit-w1", new TinyNetworks.Way(1, true, true, 2, 1));
    return ways;
  }

  /** Sums over the trials. */
  private static final class Sums {
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

    String row(long step, String name) {
      StringBuilder row = new StringBuilder(step + "," + name);
      for (int i = 0; i < sums.length; i++) {
        row.append(',').append(counts[i] == 0 ? "" : String.format(Locale.ROOT, "%.4f", sums[i] / counts[i]));
      }
      return row.toString();
    }
  }

  /**
   * Renders with the weights as they were written. Rows of this step and later ones, of a run that was stopped, are replaced.
   *
   * @param model the folder they are in
   */
  void render(Path model, long step) {
    List<Clip> clips = new ArrayList<>();
    Dataset set = Dataset.open(data);
    set.split(Dataset.VALIDATION).stream().limit(CLIPS).forEach(row -> clips.add(Clip.open(set.file(row))));
    if (clips.isEmpty()) {
      return;
    }
    try (TinyNetworks sampler = new TinyNetworks(new ModelFolder(model));
        FaceModel faces = new MeshFaceModel(TrackingOptions.still());
        ContactSheet sheet = new ContactSheet(WAYS.size() + 3, 192)) {
      Files.createDirectories(folder);
      Map<String, Sums> sums = new LinkedHashMap<>();
      Trials trials = new Trials(clips);
      for (Trials.Trial trial : trials.draw(1)) {
        Map<String, Frame> results = trials.render(sampler, trial, WAYS);
        results.remove("autoencoder").close();
        ContactSheet.Row row = sheet.row(trial.name(), WAYS.size() + 3);
        row.accept(trial.hint());
        double[] person = seen(results.get("source")).person;
        results.forEach((name, frame) -> {
          row.accept(frame);
          Seen seen = seen(frame);
          sums.computeIfAbsent(name, unused -> new Sums())
              .add(trials.error(faces, frame, trial), distance(person, seen.person), seen.quality);
          frame.close();
        });
        trial.close();
      }
      sheet.write(folder.resolve(String.format(Locale.ROOT, "step-%09d.png", step)));
      List<String> lines = earlier(step);
      sums.forEach((name, sum) -> lines.add(sum.row(step, name)));
      WholeFile.write(table(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    } finally {
      clips.forEach(Clip::close);
    }
  }

  private Path table() {
    return folder.resolve("validation.csv");
  }

  private List<String> earlier(long step) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    if (Files.exists(table())) {
      Files.readAllLines(table()).stream().skip(1)
          .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) < step).forEach(lines::add);
    }
    return lines;
  }

  private record Seen(double quality, double[] person) {}

  private Seen seen(Frame frame) {
    if (appraiser.isEmpty()) {
      return new Seen(Double.NaN, null);
    }
    try (Appraiser.Appraisal appraisal = appraiser.get().begin(BRISQUE, 1)) {
      appraisal.look(frame);
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
}
