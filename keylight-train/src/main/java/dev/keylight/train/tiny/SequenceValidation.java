package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the layers over time are worth on people the model never saw: {@code validation.csv} has, a row a kind of noise, the loss
 * of a few sequences with these layers and with each frame by itself. Always of the same sequences and the same noise.
 */
final class SequenceValidation implements AutoCloseable {
  private static final int SEQUENCES = 6;
  private static final double SIGMA = 1;
  private static final String HEADER = "step,noise,loss,loss_by_themselves";

  private final Path table;
  private final List<Clip> clips = new ArrayList<>();
  private final List<Batch> sequences = new ArrayList<>();

  /**
   * @param data the prepared folder
   * @param folder for the table
   */
  SequenceValidation(Path data, Path folder, TinyConfig.Stage3 config, Autoencoder autoencoder) {
    this.table = folder.resolve("validation.csv");
    Dataset set = Dataset.open(data);
    set.split(Dataset.VALIDATION).forEach(row -> clips.add(Clip.open(set.file(row))));
    if (clips.isEmpty()) {
      return;
    }
    List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    PairMaker maker = new PairMaker(excerpts, 99);
    for (int n = 0; n < SEQUENCES; n++) {
      sequences.add(Batch.coded(maker.sequence(n, config.frames(), config.rate()), excerpts,
          (clip, frame) -> Batch.coded(excerpts.get(clip), frame, autoencoder), autoencoder));
    }
  }

  /** Adds the rows of a step; those of this step and later ones, of a run that was stopped, are replaced. */
  void measure(SequenceTraining training, long step) {
    if (sequences.isEmpty()) {
      return;
    }
    try {
      List<String> lines = new ArrayList<>(List.of(HEADER));
      if (Files.exists(table)) {
        Files.readAllLines(table).stream().skip(1)
            .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) < step).forEach(lines::add);
      }
      for (boolean common : new boolean[] {false, true}) {
        double[] sums = new double[2];
        for (Batch sequence : sequences) {
          double[] losses = training.losses(sequence, SIGMA, common);
          sums[0] += losses[0] / SEQUENCES;
          sums[1] += losses[1] / SEQUENCES;
        }
        lines.add(String.format(Locale.ROOT, "%d,%s,%.6f,%.6f", step, common ? "common" : "own", sums[0], sums[1]));
      }
      WholeFile.write(table, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new KeylightException(table + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    sequences.forEach(Batch::free);
    clips.forEach(Clip::close);
  }
}
