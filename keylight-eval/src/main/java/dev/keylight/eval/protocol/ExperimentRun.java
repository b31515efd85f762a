package dev.keylight.eval.protocol;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.report.Evaluation;
import dev.keylight.eval.score.Features;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.eval.score.SetScores;
import dev.keylight.eval.score.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.opencv.global.opencv_core;

/** Runs an {@link Experiment} into a folder, going on where an earlier run stopped. */
public final class ExperimentRun {
  private static final long ORDER = 5;
  private static final int BATCH = 8;

  private final Experiment experiment;
  private final CaseRun cases;
  private final MetricSuite suite;
  private final ScoringOptions options;
  private final Progress progress;
  private final long deadline;
  private final Set<String> notes = new TreeSet<>();
  private final Map<Trial, Path> trials = new LinkedHashMap<>();
  private final Map<String, Set<String>> missing = new TreeMap<>();
  private final LongAdder scoredFrames = new LongAdder();
  private double scoringSeconds;
  private final Queue<Scorer> idle = new ConcurrentLinkedQueue<>();
  private boolean stopped;
  private long done;

  /**
   * @param folder for inputs, results, scores and the report
   * @param seconds after which no new render or score is begun; 0 for no limit
   */
  public ExperimentRun(
      Experiment experiment, Path folder, MetricSuite suite, ScoringOptions options, double seconds, Progress progress) {
    this.experiment = experiment;
    this.cases = new CaseRun(folder);
    this.suite = suite;
    this.options = options;
    this.progress = progress;
    this.deadline = seconds > 0 ? System.nanoTime() + (long) (1e9 * seconds) : Long.MAX_VALUE;
  }

  /**
   * Renders what is missing, scores what is not scored, and gathers everything.
   *
   * @param jobs clips that are scored side by side
   */
  public Evaluation run(int jobs) {
    // In an order of its own, a few cases at a time: what a stopped run has scored stands for the whole.
    List<Case> order = new ArrayList<>(experiment.cases());
    Collections.shuffle(order, new Random(ORDER));
    for (int first = 0; first < order.size() && !late(); first += BATCH) {
      Map<Trial, Path> batch = new LinkedHashMap<>();
      for (Case wanted : order.subList(first, Math.min(order.size(), first + BATCH))) {
        experiment.methods().forEach(method -> render(method, wanted, batch));
      }
      long start = System.nanoTime();
      score(batch, Math.max(1, jobs));
      scoringSeconds += (System.nanoTime() - start) / 1e9;
      trials.putAll(batch);
    }
    idle.forEach(Scorer::close);
    idle.clear();
    missing.forEach(this::noteMissing);
    return gathered();
  }

  /** Frames of results scored by this run, earlier cards not counted, in a second; 0 when there was nothing left to score. */
  public double framesPerSecond() {
    return scoringSeconds > 0 ? scoredFrames.sum() / scoringSeconds : 0;
  }

  /** What was scored, for contact sheets: {@link Trial#shown} by {@code method/clip}. */
  public Map<String, Map<String, Footage>> footage() {
    Map<String, Map<String, Footage>> footage = new LinkedHashMap<>();
    trials.keySet().forEach(trial -> footage.put(trial.method() + "/" + trial.clip(), trial.shown()));
    return footage;
  }

  /** Whether the time ran out before everything was rendered and scored; a further run goes on. */
  public boolean stopped() {
    return stopped;
  }

  private long total() {
    return 2L * experiment.cases().size() * experiment.methods().size();
  }

  private boolean late() {
    if (progress.cancelled()) {
      throw new CancellationException();
    }
    stopped |= System.nanoTime() > deadline;
    return stopped;
  }

  private void render(Method method, Case wanted, Map<Trial, Path> batch) {
    if (late()) {
      return;
    }
    try {
      cases.render(method, wanted, EngineSource.EACH).ifPresentOrElse(
          trial -> batch.put(trial, cases.card(method.name(), wanted.name())),
          () -> missing.computeIfAbsent(method.name(), unused -> new TreeSet<>()).add(wanted.name()));
    } catch (KeylightException e) {
      notes.add(method.name() + "/" + wanted.name() + " could not be made: " + e.getMessage());
    }
    progress.update(++done, total());
  }

  private void noteMissing(String method, Set<String> cases) {
    notes.add(
        method + " has no result for " + cases.size() + " of " + experiment.cases().size() + " cases, such as "
            + cases.iterator().next() + "; its means are over the others");
  }

  /** Scores side by side, one clip on each thread; OpenCV's own threads would only get in each other's way. */
  private void score(Map<Trial, Path> batch, int jobs) {
    int threads = opencv_core.getNumThreads();
    opencv_core.setNumThreads(jobs > 1 ? 1 : threads);
    ExecutorService workers = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> running = new ArrayList<>();
      batch.keySet().forEach(trial -> running.add(workers.submit(() -> score(trial))));
      for (Future<?> future : running) {
        await(future);
      }
    } finally {
      workers.shutdownNow();
      opencv_core.setNumThreads(threads);
    }
  }

  /** Scorers hold networks: each is lent to one clip at a time. */
  private void score(Trial trial) {
    Scorer scorer = idle.poll();
    scorer = scorer == null ? suite.open(options) : scorer;
    try {
      score(scorer, trial);
    } finally {
      idle.add(scorer);
    }
  }

  private void score(Scorer scorer, Trial trial) {
    if (overdue()) {
      return;
    }
    try {
      cases.score(scorer, trial).ifPresent(card -> scoredFrames.add(card.frames()));
    } catch (KeylightException e) {
      note(trial.method() + "/" + trial.clip() + " could not be scored: " + e.getMessage());
    }
    count();
  }

  private synchronized boolean overdue() {
    return late();
  }

  private synchronized void note(String note) {
    notes.add(note);
  }

  private synchronized void count() {
    progress.update(++done, total());
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  private Evaluation gathered() {
    List<ScoreCard> cards = new ArrayList<>();
    Map<String, List<Features>> features = new LinkedHashMap<>();
    List<String> extractors = suite.extractorIds();
    trials.forEach((trial, card) -> CaseRun.read(card).ifPresent(there -> {
      cards.add(there);
      for (String extractor : extractors) {
        Path file = cases.features(trial.method(), trial.clip(), extractor);
        if (Files.exists(file)) {
          features.computeIfAbsent(trial.method(), unused -> new ArrayList<>()).add(Features.read(file));
        }
      }
    }));
    List<String> columns = experiment.methods().stream().map(Method::name).toList();
    cards.sort(Comparator.comparing((ScoreCard card) -> columns.indexOf(card.method())).thenComparing(ScoreCard::clip));
    Map<String, Map<String, Double>> setScores = new LinkedHashMap<>();
    if (!stopped) {
      features.forEach((method, clips) -> setScores.put(method, SetScores.of(clips)));
    }
    List<MetricInfo> metrics = new ArrayList<>(suite.infos());
    metrics.addAll(0, stopped ? List.of() : SetScores.infos(features.values().stream().flatMap(List::stream).toList()));
    Set<String> baselines = new LinkedHashSet<>();
    experiment.methods().stream().filter(Method::baseline).map(Method::name).forEach(baselines::add);
    for (Method method : experiment.methods()) {
      StageTimes.mean(trials.keySet().stream().filter(trial -> trial.method().equals(method.name())).map(trial -> trial.result().file()).toList())
          .ifPresent(times -> notes.add(method.name() + ": " + times.sentence()));
    }
    if (stopped) {
      notes.add("the time ran out: " + cards.size() + " of " + total() / 2 + " results are scored, and distances of whole sets wait for the rest; run the same command again to go on");
    }
    return new Evaluation(
        experiment.title(), experiment.introduction(), columns, baselines, metrics, cards,
        setScores, experiment.published(), experiment.sweep(), List.copyOf(notes));
  }
}
