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
import dev.keylight.train.prepare.CodeFingerprint;
import dev.keylight.train.prepare.QualityGate;
import dev.keylight.train.prepare.VideoPreparation;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.global.opencv_quality;
import org.bytedeco.pytorch.global.torch;

/** Clips judged by the evaluator's measures and its shipped face network, on a few pictures each. */
public final class EvaluatorAppraiser implements Appraiser {
  /** Pictures of a clip that are looked at, evenly spread. */
  private static final int LOOKS = 8;

  /** The evaluator's code and networks that judge, and what of this class decides. */
  private static final List<String> PACKAGES =
      List.of("dev/keylight/eval/metric", "dev/keylight/eval/network", "dev/keylight/cli/EvaluatorAppraiser");

  @Override
  public String identity(QualityGate gate) {
    String code = CodeFingerprint.of(
        PACKAGES, List.of(Metric.class, EvaluatorAppraiser.class), List.of(opencv_quality.class, torch.class));
    return gate.network() == null ? code
        : CodeFingerprint.digest(code + " " + VideoPreparation.contentHash(Path.of(gate.network())));
  }

  @Override
  public Judge open(QualityGate gate) {
    return new Networks(gate);
  }

  @Override
  public Appraisal begin(QualityGate gate, int frames) {
    Networks own = new Networks(gate);
    return new Judgement(own, frames, own::close);
  }

  private static Metric metric(QualityGate gate) {
    return switch (gate.measure()) {
      case NONE -> null;
      case BRISQUE -> new Brisque();
      case NIQE -> new Niqe();
      case VQA -> SuppliedNetwork.VQA.metrics(Path.of(gate.network())).get(0);
    };
  }

  /** What is opened once for many clips. */
  private static final class Networks implements Judge {
    private final Metric metric;
    private final boolean everyFrame;
    private final Viewer viewer = new Viewer(true);
    private final FaceDescriptor descriptor = new DlibDescriptor();

    Networks(QualityGate gate) {
      metric = metric(gate);
      everyFrame = gate.measure() == QualityGate.Measure.VQA;
    }

    @Override
    public Appraisal begin(int frames) {
      return new Judgement(this, frames, () -> {});
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

  /** What to close with a judgement. */
  @FunctionalInterface
  private interface Closing {
    void close();
  }

  private static final class Judgement implements Appraisal {
    private final Networks networks;
    private final Tally tally;
    private final int every;
    private final Closing closing;
    private double[] sum;
    private int seen;
    private int described;

    Judgement(Networks networks, int frames, Closing closing) {
      this.networks = networks;
      this.tally = networks.metric == null ? null : networks.metric.begin(null);
      this.every = Math.max(1, frames / LOOKS);
      this.closing = closing;
    }

    @Override
    public void look(Frame picture) {
      boolean looked = seen % every == 0;
      if (looked || networks.everyFrame) {
        try (Sight sight = networks.viewer.look(Frame.still(picture.pixels().clone()))) {
          if (tally != null) {
            tally.add(new Moment(seen, true, sight, null, null, false, null, null, null, null));
          }
          float[] numbers = looked ? networks.descriptor.describe(sight) : null;
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
      closing.close();
    }
  }
}
