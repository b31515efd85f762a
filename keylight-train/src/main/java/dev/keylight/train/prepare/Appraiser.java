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
   * Tells apart what would judge by a gate: another state of the code, of its networks or of the gate's own file has another
   * identity, and another place of that file has not.
   *
   * @throws dev.keylight.BadInputException when the gate's file cannot be read
   */
  String identity(QualityGate gate);

  /**
   * Opens what judging by a gate takes.
   *
   * @throws dev.keylight.BadInputException when the gate's network is none, or does not take and give what it should
   */
  Judge open(QualityGate gate);

  /** One clip's judgement by networks that are opened for it alone, see {@link Judge#begin}. */
  Appraisal begin(QualityGate gate, int frames);

  /** Open networks, for one thread. */
  interface Judge extends AutoCloseable {
    /**
     * Starts on a clip, when the one before is closed.
     *
     * @param frames of the clip
     */
    Appraisal begin(int frames);

    @Override
    void close();
  }

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
  static Judge nobody(QualityGate gate) {
    if (gate.measure() != QualityGate.Measure.NONE) {
      throw new KeylightException("quality by " + gate.measure().word()
          + " cannot be measured: the evaluator (keylight-eval and the command) is not on the class path");
    }
    Appraisal unjudged = new Appraisal() {
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
    return new Judge() {
      @Override
      public Appraisal begin(int frames) {
        return unjudged;
      }

      @Override
      public void close() {}
    };
  }
}
