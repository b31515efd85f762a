package dev.keylight.eval.score;

import dev.keylight.BadInputException;
import dev.keylight.Keylight;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.eval.metric.Clip;
import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Need;
import dev.keylight.eval.metric.Sight;
import dev.keylight.light.Lighting;
import dev.keylight.media.SoundLength;
import dev.keylight.pipeline.LightReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/** Scores clips one after the other. Holds networks; used by one thread at a time. */
public final class Scorer implements AutoCloseable {
  private final List<Metric> metrics;
  private final List<FeatureExtractor> extractors;
  private final ScoringOptions options;

  /** Takes over the metrics and closes them. */
  public Scorer(List<Metric> metrics, List<FeatureExtractor> extractors, ScoringOptions options) {
    this.metrics = List.copyOf(metrics);
    this.extractors = List.copyOf(extractors);
    this.options = options;
  }

  /** Without distributions. */
  public Scorer(List<Metric> metrics, ScoringOptions options) {
    this(metrics, List.of(), options);
  }

  /**
   * A scored clip.
   *
   * @param card the numbers
   * @param features for the metrics that are taken over all clips together
   */
  public record Scored(ScoreCard card, List<Features> features) {}

  /** A hash of everything that decides the numbers of a trial; a card with the same need not be made again. */
  public String settings(Trial trial) {
    Map<String, String> weights = new LinkedHashMap<>();
    metrics.forEach(metric -> weights.put(metric.info().id(), metric.info().weights()));
    extractors.forEach(extractor -> weights.put(extractor.id(), extractor.weights()));
    weights.put("tiles", trial.tileLength() + " " + trial.tileOverlap());
    return Settings.hash(Keylight.version(), options, CardWriter.inputs(trial), weights);
  }

  /**
   * @throws BadInputException when a file cannot be read or the target light's photo shows no face
   * @throws CancellationException when {@code progress} said so
   */
  public Scored score(Trial trial, Progress progress) {
    try (Stream result = new Stream(trial.result());
        Stream source = trial.source().map(footage -> Stream.of(footage, result.reel())).orElse(null);
        Stream driver = trial.driver().map(Stream::new).orElse(null);
        Stream truth = trial.truth().map(footage -> Stream.of(footage, result.reel())).orElse(null);
        LightReader lights = new LightReader(progress)) {
      Lighting light = trial.light().map(said -> lights.read(Light.of(said))).orElse(null);
      return new Walk(trial, result, source, driver, truth, light, progress).run();
    }
  }

  /** One clip in the making. */
  private final class Walk {
    private final Trial trial;
    private final Stream result;
    private final Stream source;
    private final Stream driver;
    private final Stream truth;
    private final Lighting light;
    private final Progress progress;
    private final Stream guide;
    private final boolean comparable;
    private final Set<String> notes = new TreeSet<>();

    Walk(Trial trial, Stream result, Stream source, Stream driver, Stream truth, Lighting light, Progress progress) {
      this.trial = trial;
      this.result = result;
      this.source = source;
      this.driver = driver;
      this.light = light;
      this.progress = progress;
      this.truth = truth != null && truth.reel().sameShape(result.reel()) ? truth : null;
      comparable = source != null && source.reel().sameShape(result.reel());
      guide = this.truth != null ? this.truth : driver != null ? driver : source != null && !source.still() ? source : null;
      if (truth != null && this.truth == null) {
        notes.add("the true video has another shape than the result; nothing was compared with it");
      }
      if (source != null && !comparable) {
        notes.add("source and result have different shapes; what compares their pixels was left out");
      }
    }

    Scored run() {
      Set<Need> given = given();
      CardWriter card = new CardWriter(trial, settings(trial), metrics, given, clip(), notes);
      List<FeatureTally> features = new ArrayList<>();
      extractors.forEach(extractor -> features.add(new FeatureTally(extractor)));
      int frames = 0;
      while (frames < options.frames() && advance(frames)) {
        if (progress.cancelled()) {
          throw new CancellationException();
        }
        Moment moment = moment(frames);
        card.add(moment);
        features.forEach(tally -> tally.add(moment));
        progress.update(++frames, -1);
        if (result.still()) {
          break;
        }
      }
      if (frames == 0) {
        throw new BadInputException(trial.result() + " has no frame that could be scored");
      }
      return new Scored(card.finish(), features.stream().map(FeatureTally::features).toList());
    }

    /** Moves all streams on; false when the result, or anything it is compared with frame by frame, has ended. */
    private boolean advance(int frames) {
      if (!result.advance()) {
        if (frames > 0 && guide != null && !guide.still() && guide.advance()) {
          notes.add("the result ends after " + frames + " frames, before what it follows does");
        }
        return false;
      }
      for (Stream other : new Stream[] {source, driver, truth}) {
        if (other != null && !other.advance()) {
          notes.add(other.footage().file().getFileName() + " ends after " + frames + " frames, before the result does; the rest was not scored");
          return false;
        }
      }
      return true;
    }

    private Moment moment(int index) {
      Sight now = result.now();
      return new Moment(
          index, index % options.every() == 0, now, result.before(), sight(source), comparable, sight(driver), sight(truth),
          light == null ? null : light.at(now.frame().seconds()), sight(guide));
    }

    private Sight sight(Stream stream) {
      return stream == null ? null : stream.now();
    }

    private Set<Need> given() {
      Set<Need> given = EnumSet.noneOf(Need.class);
      add(given, Need.SOURCE, source != null);
      add(given, Need.MOVING_SOURCE, source != null && !source.still());
      add(given, Need.DRIVER, driver != null);
      add(given, Need.GUIDE, guide != null);
      add(given, Need.TRUTH, truth != null);
      add(given, Need.LIGHT, light != null);
      add(given, Need.TILES, trial.tileLength() > 0);
      return given;
    }

    private void add(Set<Need> given, Need need, boolean there) {
      if (there) {
        given.add(need);
      }
    }

    private Clip clip() {
      double sound = result.still() ? 0 : SoundLength.seconds(trial.result().file());
      return new Clip(result.seconds(), sound, guide == null ? -1 : guide.seconds(), trial.tileLength(), trial.tileOverlap(),
          trial.light().orElse(null));
    }
  }

  @Override
  public void close() {
    metrics.forEach(Metric::close);
    extractors.forEach(FeatureExtractor::close);
  }
}
