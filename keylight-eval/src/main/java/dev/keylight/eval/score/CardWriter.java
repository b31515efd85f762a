package dev.keylight.eval.score;

import dev.keylight.Keylight;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.Clip;
import dev.keylight.eval.metric.Flicker;
import dev.keylight.eval.metric.LightError;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Need;
import dev.keylight.eval.metric.Tally;
import dev.keylight.eval.metric.WarpError;
import dev.keylight.pipeline.Provenance;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fills a {@link ScoreCard} moment by moment, with the metrics for which everything needed is there. */
final class CardWriter {
  /** What is kept frame by frame, for the plots. */
  private static final Set<String> PLOTTED = Set.of("LE", LightError.UNIT, Flicker.ID, WarpError.ID);

  private static final MathContext DIGITS = new MathContext(6);

  private final Trial trial;
  private final String settings;
  private final Set<String> notes;
  private final Map<MetricInfo, Tally> tallies = new LinkedHashMap<>();
  private final Map<String, List<Double>> series = new LinkedHashMap<>();
  private final Set<Need> missing = EnumSet.noneOf(Need.class);
  private final List<Integer> withoutFace = new ArrayList<>();
  private int frames;

  CardWriter(
      Trial trial, String settings, List<Metric> metrics, Set<Need> given, Clip clip, Set<String> notes) {
    this.trial = trial;
    this.settings = settings;
    this.notes = notes;
    for (Metric metric : metrics) {
      MetricInfo info = metric.info();
      if (given.containsAll(info.needs())) {
        tallies.put(info, metric.begin(clip));
        if (PLOTTED.contains(info.id())) {
          series.put(info.id(), new ArrayList<>());
        }
      } else {
        missing.addAll(info.needs());
      }
    }
    missing.removeAll(given);
  }

  void add(Moment moment) {
    frames++;
    if (moment.result().face() == null) {
      withoutFace.add(moment.index());
    }
    tallies.forEach((info, tally) -> {
      double value = tally.add(moment);
      List<Double> plotted = series.get(info.id());
      if (plotted != null) {
        plotted.add(Double.isNaN(value) ? null : Double.valueOf(rounded(value)));
      }
    });
  }

  ScoreCard finish() {
    Map<String, ScoreCard.Score> scores = new LinkedHashMap<>();
    List<String> unmeasured = new ArrayList<>();
    tallies.forEach((info, tally) -> {
      double value = tally.total();
      if (Double.isNaN(value)) {
        unmeasured.add(info.id());
      } else {
        scores.put(info.id(), new ScoreCard.Score(rounded(value), tally.measured()));
      }
    });
    missing.forEach(need -> notes.add("what needs " + need.words() + " was left out, as none was given"));
    if (!withoutFace.isEmpty()) {
      notes.add("no face was found in " + withoutFace.size() + " of " + frames + " frames");
    }
    if (!unmeasured.isEmpty()) {
      notes.add("could not be measured: " + String.join(", ", unmeasured));
    }
    return new ScoreCard(trial.method(), trial.clip(), frames, withoutFace, scores, series, List.copyOf(notes), provenance());
  }

  /** Six digits: what lies behind them may depend on the processor. */
  static double rounded(double value) {
    return value == 0 || Double.isInfinite(value) ? value : new BigDecimal(value).round(DIGITS).doubleValue();
  }

  private ScoreCard.CardProvenance provenance() {
    Map<String, String> weights = new LinkedHashMap<>();
    tallies.keySet().forEach(info -> weights.put(info.id(), info.weights()));
    return new ScoreCard.CardProvenance(Keylight.version(), inputs(trial), weights, settings);
  }

  /** The files of a trial by role. */
  static Map<String, ScoreCard.Seen> inputs(Trial trial) {
    Map<String, ScoreCard.Seen> inputs = new LinkedHashMap<>();
    inputs.put("result", seen(trial.result()));
    put(inputs, "source", trial.source());
    put(inputs, "driver", trial.driver());
    put(inputs, "truth", trial.truth());
    trial.light().ifPresent(said -> {
      String sha256 = Provenance.Input.of(said).sha256();
      inputs.put("light", new ScoreCard.Seen(sha256 == null ? said : Path.of(said).getFileName().toString(), sha256, null));
    });
    return inputs;
  }

  private static void put(Map<String, ScoreCard.Seen> inputs, String role, Optional<Footage> footage) {
    footage.ifPresent(there -> inputs.put(role, seen(there)));
  }

  private static ScoreCard.Seen seen(Footage footage) {
    Path sidecar = Provenance.sidecarOf(footage.file());
    String made = null;
    if (Files.isRegularFile(sidecar)) {
      Provenance provenance = Provenance.read(sidecar);
      made = "engine " + provenance.engine().id() + " of Keylight " + provenance.keylight() + ", settings " + provenance.settings();
    }
    String name = new Footage(footage.file().getFileName(), footage.firstColumn(), footage.endColumn(), footage.skip()).toString();
    return new ScoreCard.Seen(name, Provenance.Input.of(footage.file().toString()).sha256(), made);
  }
}
