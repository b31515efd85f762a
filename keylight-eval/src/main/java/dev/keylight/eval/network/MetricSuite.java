package dev.keylight.eval.network;

import dev.keylight.eval.metric.CheapMetrics;
import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which metrics an evaluation takes.
 *
 * @param networks whether the shipped networks take part, or only what is cheap
 * @param supplied the user's networks by kind
 */
public record MetricSuite(boolean networks, Map<SuppliedNetwork, Path> supplied) {
  /** Everything that ships. */
  public static final MetricSuite SHIPPED = new MetricSuite(true, Map.of());
  /** No networks beyond those that find faces and mattes. */
  public static final MetricSuite CHEAP = new MetricSuite(false, Map.of());

  public MetricSuite {
    supplied = new TreeMap<>(supplied);
  }

  /** A scorer with its own networks, for one thread. */
  public Scorer open(ScoringOptions options) {
    return new Scorer(metrics(), extractors(), options);
  }

  /** The ids of the extractors whose features are kept. */
  public List<String> extractorIds() {
    List<FeatureExtractor> extractors = extractors();
    List<String> ids = extractors.stream().map(FeatureExtractor::id).toList();
    extractors.forEach(FeatureExtractor::close);
    return ids;
  }

  /** What its rows mean, in the order of the tables. */
  public List<MetricInfo> infos() {
    List<Metric> metrics = metrics();
    List<MetricInfo> infos = metrics.stream().map(Metric::info).toList();
    metrics.forEach(Metric::close);
    return infos;
  }

  private List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    supplied.forEach((network, file) -> metrics.addAll(network.metrics(file)));
    if (networks) {
      DlibDescriptor descriptor = new DlibDescriptor();
      metrics.add(Identity.cosine(descriptor));
      metrics.add(Identity.distance(descriptor));
      PerceptualDistance.Perceiver perceiver = new PerceptualDistance.Perceiver();
      metrics.add(PerceptualDistance.adjacent(perceiver));
      metrics.add(PerceptualDistance.toTruth(perceiver));
      metrics.add(new Brisque());
      metrics.add(new Niqe());
    }
    metrics.addAll(CheapMetrics.all());
    return metrics;
  }

  private List<FeatureExtractor> extractors() {
    List<FeatureExtractor> extractors = new ArrayList<>();
    supplied.forEach((network, file) -> extractors.addAll(network.extractors(file)));
    if (networks) {
      extractors.add(EfficientNetFeatures.ofFrames());
      extractors.add(EfficientNetFeatures.ofChanges());
    }
    return extractors;
  }
}
