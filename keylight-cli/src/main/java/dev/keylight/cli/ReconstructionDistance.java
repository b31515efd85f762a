package dev.keylight.cli;

import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Tally;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.eval.network.PerceptualDistance;
import dev.keylight.media.Images;
import dev.keylight.train.tiny.Reconstruction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How different decoded pictures look from their originals, by the evaluator's ST-LPIPS. */
final class ReconstructionDistance {
  private ReconstructionDistance() {}

  /** @param folder with {@code NAME.png} and {@code NAME-decoded.png}; the distances are by name */
  static Map<String, Double> of(Path folder, List<Reconstruction.Row> rows) {
    Map<String, Double> distances = new LinkedHashMap<>();
    try (Viewer viewer = new Viewer(true);
        Metric metric = PerceptualDistance.toTruth(new PerceptualDistance.Perceiver())) {
      for (Reconstruction.Row row : rows) {
        try (Sight truth = viewer.look(Images.read(folder.resolve(row.name() + ".png")));
            Sight made = viewer.look(Images.read(folder.resolve(row.name() + "-decoded.png")))) {
          Tally tally = metric.begin(null);
          tally.add(new Moment(0, true, made, null, null, false, null, truth, null, null));
          distances.put(row.name(), tally.total());
        }
      }
    }
    return distances;
  }
}
