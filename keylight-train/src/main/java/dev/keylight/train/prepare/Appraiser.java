package dev.keylight.train.prepare;

import dev.keylight.KeylightException;
import dev.keylight.media.Frame;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Who judges clips: networks and measures that belong to the evaluator, which this module does not know. Found on the class
 * path ({@link ServiceLoader}), so that every worker of a cluster finds it too.
 */
public interface Appraiser {
  /**
   * Starts on a clip.
   *
   * @param gate whose measure is wanted
   * @param frames of the clip
   */
  Appraisal begin(QualityGate gate, int frames);

  /** One clip under judgement; for one thread. */
  interface Appraisal extends AutoCloseable {
    /** Sees the next stored picture, which stays the caller's. */
    void look(Frame picture);

    /** The clip's quality by the gate's measure; NaN where it cannot be measured. */
    double quality();

    /** dlib's numbers of the face, the mean over some pictures; null where no face was found. */
    double[] person();

    @Override
    void close();
  }

  /** The one on the class path, if there is any. */
  static Optional<Appraiser> found() {
    return ServiceLoader.load(Appraiser.class).findFirst();
  }

  /** Nobody: no quality, no person. */
  static Appraisal nobody(QualityGate gate) {
    if (gate.measure() != QualityGate.Measure.NONE) {
      throw new KeylightException("quality by " + gate.measure().word()
          + " cannot be measured: the evaluator (keylight-eval and the command) is not on the class path");
    }
    return new Appraisal() {
      @Override
      public void look(Frame picture) {}

      @Override
      public double quality() {
        return Double.NaN;
      }

      @Override
      public double[] person() {
        return null;
      }

      @Override
      public void close() {}
    };
  }
}
