package dev.keylight.eval.protocol;

import dev.keylight.engine.EngineSource;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.eval.score.Features;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.Trial;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One result of one method, made and scored once: what the threads of {@link ExperimentRun} do, and each task on a cluster.
 *
 * @param folder of the experiment: {@code results} and {@code scores} by method
 */
public record CaseRun(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The method's result, made now unless it is there.
   *
   * @param engines where an engine comes from, if one is needed
   * @return how it is to be scored; empty when the method has none
   * @throws KeylightException when it should be made and cannot
   */
  public Optional<Trial> render(Method method, Case wanted, EngineSource engines) {
    return method.result(wanted, folder.resolve("results").resolve(method.name()), engines, Progress.NONE)
        .map(there -> wanted.trial(method.name(), there));
  }

  /** Where the scores of a trial stand. */
  public Path card(String method, String clip) {
    return folder.resolve("scores").resolve(method).resolve(clip + ".json");
  }

  /** Where an extractor's features of a trial stand. */
  public Path features(String method, String clip, String extractor) {
    return card(method, clip).resolveSibling(clip + "." + extractor + ".features");
  }

  /**
   * Scores a trial unless a card of the same settings is there.
   *
   * @return the new card; empty when it was there
   * @throws KeylightException when it cannot be scored
   */
  public Optional<ScoreCard> score(Scorer scorer, Trial trial) {
    Path card = card(trial.method(), trial.clip());
    String settings = scorer.settings(trial);
    if (read(card).filter(there -> there.provenance().settings().equals(settings)).isPresent()) {
      return Optional.empty();
    }
    Scorer.Scored scored = scorer.score(trial, Progress.NONE);
    try {
      Files.createDirectories(card.getParent());
      for (Features features : scored.features()) {
        features.write(features(trial.method(), trial.clip(), features.extractor()));
      }
      WholeFile.write(card, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(scored.card()));
    } catch (IOException e) {
      throw new KeylightException("scores cannot be written into " + folder + ": " + e.getMessage(), e);
    }
    return Optional.of(scored.card());
  }

  /** The card of a file, if it is there and whole. */
  public static Optional<ScoreCard> read(Path card) {
    try {
      return Files.exists(card) ? Optional.of(JSON.readValue(card.toFile(), ScoreCard.class)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new KeylightException(card + " cannot be read: " + e.getMessage(), e);
    }
  }
}
