package dev.keylight.cli;

import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Tally;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.eval.network.Brisque;
import dev.keylight.eval.network.DlibDescriptor;
import dev.keylight.eval.network.FaceDescriptor;
import dev.keylight.eval.network.Niqe;
import dev.keylight.eval.network.SuppliedNetwork;
import dev.keylight.media.Frame;
import dev.keylight.train.prepare.Appraiser;
import dev.keylight.train.prepare.QualityGate;
import java.nio.file.Path;

/** Clips judged by the evaluator's measures and its shipped face network, on a few pictures each. */
public final class EvaluatorAppraiser implements Appraiser {
  /** Pictures of a clip that are looked at, evenly spread. */
  private static final int LOOKS = 8;

  @Override
  public Appraisal begin(QualityGate gate, int frames) {
    return new Judgement(metric(gate), gate.measure() == QualityGate.Measure.VQA, Math.max(1, frames / LOOKS));
  }

  private static Metric metric(QualityGate gate) {
    return switch (gate.measure()) {
      case NONE -> null;
      case BRISQUE -> new Brisque();
      case NIQE -> new Niqe();
      case VQA -> SuppliedNetwork.VQA.metrics(Path.of(gate.network())).get(0);
    };
  }

  private static final class Judgement implements Appraisal {
    private final Metric metric;
    private final Tally tally;
    private final boolean everyFrame;
    private final int every;
    private final Viewer viewer = new Viewer(true);
    private final FaceDescriptor descriptor = new DlibDescriptor();
    private double[] sum;
    private int seen;
    private int described;

    /** @param everyFrame whether the measure needs pictures in a row */
    Judgement(Metric metric, boolean everyFrame, int every) {
      this.metric = metric;
      this.tally = metric == null ? null : metric.begin(null);
      this.everyFrame = everyFrame;
      this.every = every;
    }

    @Override
    public void look(Frame picture) {
      boolean looked = seen % every == 0;
      if (looked || everyFrame) {
        try (Sight sight = viewer.look(Frame.still(picture.pixels().clone()))) {
          if (tally != null) {
            tally.add(new Moment(seen, true, sight, null, null, false, null, null, null, null));
          }
          float[] numbers = looked ? descriptor.describe(sight) : null;
          if (numbers != null) {
            sum = sum == null ? new double[numbers.length] : sum;
            for (int i = 0; i < numbers.length; i++) {
              sum[i] += numbers[i];
            }
            described++;
          }
        }
      }
      seen++;
    }

    @Override
    public double quality() {
      return tally == null ? Double.NaN : tally.total();
    }

    @Override
    public double[] person() {
      if (sum == null) {
        return null;
      }
      double[] mean = new double[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = sum[i] / described;
      }
      return mean;
    }

    @Override
    public void close() {
      viewer.close();
      descriptor.close();
      if (metric != null) {
        metric.close();
      }
    }
  }
}
