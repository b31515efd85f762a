package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.compose.ContactSheet;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.media.Frame;
import dev.keylight.train.data.Clip;
import dev.keylight.train.validation.ValidationClips;
import dev.keylight.train.validation.ValidationScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the model makes of a few people it never saw while it is trained, always of the same and from the same noise: a sheet
 * {@code step-N.png} and, in {@code validation.csv}, a row a way of rendering with the evaluator's numbers
 * ({@link ValidationScores}).
 */
final class ValidationRenders {
  private static final int CLIPS = 6;
  private static final Map<String, TinyNetworks.Way> WAYS = ways();

  private final Path data;
  private final Path folder;

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

  /**
   * Renders with the weights as they were written. Rows of this step and later ones, of a run that was stopped, are replaced.
   *
   * @param model the folder they are in
   */
  void render(Path model, long step) {
    try (ValidationClips people = new ValidationClips(data, CLIPS)) {
      if (!people.all().isEmpty()) {
        render(new ModelFolder(model), people.all(), step);
      }
    }
  }

  private void render(ModelFolder model, List<Clip> clips, long step) {
    try (TinyNetworks sampler = new TinyNetworks(model); ValidationScores scores = new ValidationScores();
        ContactSheet sheet = new ContactSheet(WAYS.size() + 3, 192)) {
      Files.createDirectories(folder);
      Trials trials = new Trials(clips);
      for (Trials.Trial trial : trials.draw(1)) {
        Map<String, Frame> results = trials.render(sampler, trial, WAYS);
        results.remove("autoencoder").close();
        ContactSheet.Row row = sheet.row(trial.name(), WAYS.size() + 3);
        row.accept(trial.hint());
        double[] person = scores.person(results.get("source"));
        results.forEach((name, frame) -> {
          row.accept(frame);
          scores.add(name, frame, trial.asked(), person);
          frame.close();
        });
        trial.close();
      }
      sheet.write(folder.resolve(String.format(Locale.ROOT, "step-%09d.png", step)));
      scores.write(folder.resolve("validation.csv"), step);
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }
}
