package dev.keylight.eval.score;

import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Sight;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the vectors of one clip: of the result, and of the real pictures it is held against. These are the truth's where
 * there is one; else appearance is compared with the source and motion with whatever moved (a source video or the driver).
 */
final class FeatureTally {
  private final FeatureExtractor extractor;
  private final Side result = new Side();
  private final Side real = new Side();
  private Sight lastStill;

  FeatureTally(FeatureExtractor extractor) {
    this.extractor = extractor;
  }

  void add(Moment moment) {
    result.add(moment.result(), moment.sampled());
    Sight held = real(moment);
    // A still says no more the second time; counting it again would only shrink its spread.
    if (held != null && held != lastStill) {
      real.add(held, moment.sampled());
      lastStill = held;
    }
  }

  private Sight real(Moment moment) {
    if (moment.truth() != null) {
      return moment.truth();
    }
    Sight appearance = moment.source() == null ? moment.driver() : moment.source();
    return extractor.window() == 1 ? appearance : moment.guide();
  }

  /** The vectors, in the order of the frames. */
  Features features() {
    return new Features(extractor.id(), extractor.weights(), result.rows.toArray(float[][]::new), real.rows.toArray(float[][]::new));
  }

  private final class Side {
    private final List<float[]> window = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();

    /** @param begin whether a window may begin here */
    void add(Sight sight, boolean begin) {
      if (window.isEmpty() && !begin) {
        return;
      }
      window.add(extractor.prepare(sight));
      if (window.size() == extractor.window()) {
        rows.add(extractor.describe(List.copyOf(window)));
        window.clear();
      }
    }
  }
}
