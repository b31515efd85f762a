package dev.keylight.eval.network;

import dev.keylight.BadInputException;
import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.Clip;
import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.FrameMetric;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.opencv.opencv_core.Mat;

/** The networks of the paper, which users may supply. {@code docs/evaluation.md} says how to make the files. */
public enum SuppliedNetwork {
  /** DECA's own {@code deca_model.tar}, for the light on faces. */
  DECA,
  /** 1 × 3 × 112 × 112, −1..1, aligned to InsightFace's template, to any number of numbers. */
  ARCFACE,
  /** 1 × 3 × 299 × 299, 0..255, to pooled features. */
  INCEPTION,
  /** 1 × 3 × 16 × 224 × 224, 0..255, to features of 16 frames in a row. */
  I3D,
  /** Two pictures 1 × 3 × height × width, −1..1, to their distance. */
  LPIPS,
  /** 1 × 3 × height × width, 0..1, to the picture's quality. */
  IQA,
  /** 1 × 3 × 32 × 224 × 224, 0..1, {@link Fragments} of the video, to its quality, one number. */
  VQA;

  private static final int I3D_FRAMES = 16;
  private static final int VIDEO_SIDE = 224;

  /** The network that users name so. */
  public static SuppliedNetwork named(String name) {
    return Arrays.stream(values())
        .filter(network -> network.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new BadInputException("there is no network '" + name + "'; there are "
            + Arrays.stream(values()).map(n -> n.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
  }

  /** The metrics on it; none for those that describe distributions. */
  public List<Metric> metrics(Path file) {
    return switch (this) {
      case DECA -> {
        DecaLight deca = new DecaLight(file);
        yield List.of(DecaLightError.unit(deca), DecaLightError.plain(deca));
      }
      case ARCFACE -> List.of(Identity.cosine(new ArcFace(SuppliedModel.open(file))));
      case LPIPS -> List.of(new AdjacentDistance(SuppliedModel.open(file)));
      case IQA -> List.of(new PictureQuality(SuppliedModel.open(file)));
      case VQA -> List.of(new VideoQuality(file));
      case INCEPTION, I3D -> List.of();
    };
  }

  /** The extractors on it; none for those that are metrics themselves. */
  public List<FeatureExtractor> extractors(Path file) {
    return switch (this) {
      case INCEPTION -> List.of(new Extractor("inception", SuppliedModel.open(file), 299, 1));
      case I3D -> List.of(new Extractor("i3d", SuppliedModel.open(file), VIDEO_SIDE, I3D_FRAMES));
      default -> List.of();
    };
  }

  /** Says that a file does not take what it was given. */
  static BadInputException refused(Path file, long[] shape, RuntimeException cause) {
    return new BadInputException(
        file + " does not take what this metric gives it (a tensor of " + shape.length + " dimensions, "
            + shape[shape.length - 2] + " × " + shape[shape.length - 1] + " pixels); see docs/evaluation.md: "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
        cause);
  }

  private record ArcFace(SuppliedModel network) implements FaceDescriptor {
    @Override
    public String metric() {
      return "ID";
    }

    @Override
    public String weights() {
      return network.weights();
    }

    @Override
    public float[] describe(Sight sight) {
      try (Mat chip = FaceChip.ARCFACE.cut(sight)) {
        int side = FaceChip.ARCFACE.side();
        return chip == null ? null : network.run(new long[] {1, 3, side, side}, TorchScript.planes(chip, side, side, 127.5, 1 / 127.5));
      }
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private record Extractor(String id, SuppliedModel network, int side, int window) implements FeatureExtractor {
    @Override
    public String weights() {
      return network.weights();
    }

    @Override
    public float[] prepare(Sight sight) {
      return sight.once("planes " + side, () -> TorchScript.planes(sight.rgb(), side, side, 0, 1));
    }

    @Override
    public float[] describe(List<float[]> prepared) {
      return window == 1
          ? network.run(new long[] {1, 3, side, side}, prepared.get(0))
          : network.run(new long[] {1, 3, window, side, side}, joined(prepared, side));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Frames as one tensor of channels × frames × pixels. */
  private static float[] joined(List<float[]> frames, int side) {
    int plane = side * side;
    float[] all = new float[3 * frames.size() * plane];
    for (int c = 0; c < 3; c++) {
      for (int t = 0; t < frames.size(); t++) {
        System.arraycopy(frames.get(t), c * plane, all, (c * frames.size() + t) * plane, plane);
      }
    }
    return all;
  }

  private static long[] shape(Mat rgb) {
    return new long[] {1, 3, rgb.rows(), rgb.cols()};
  }

  private static final class AdjacentDistance extends FrameMetric {
    private final SuppliedModel network;

    AdjacentDistance(SuppliedModel network) {
      super(new MetricInfo("LPIPS", "LPIPS between adjacent frames; holds motion too", Better.LOWER, Set.of(), network.weights()));
      this.network = network;
    }

    @Override
    protected double measure(Moment moment) {
      if (!moment.sampled() || moment.previous() == null) {
        return Double.NaN;
      }
      return network.run(shape(moment.result().rgb()), planes(moment.result()), planes(moment.previous()))[0];
    }

    private static float[] planes(Sight sight) {
      return TorchScript.planes(sight.rgb(), sight.rgb().cols(), sight.rgb().rows(), 127.5, 1 / 127.5);
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static final class PictureQuality extends FrameMetric {
    private final SuppliedModel network;

    PictureQuality(SuppliedModel network) {
      super(new MetricInfo("IQ", "picture quality by the network supplied", Better.HIGHER, Set.of(), network.weights()));
      this.network = network;
    }

    @Override
    protected double measure(Moment moment) {
      Mat rgb = moment.result().rgb();
      return moment.sampled()
          ? network.run(shape(rgb), TorchScript.planes(rgb, rgb.cols(), rgb.rows(), 0, 1 / 255.0))[0]
          : Double.NaN;
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static final class VideoQuality implements Metric {
    private static final long[] SHAPE = {1, 3, Fragments.FRAMES, Fragments.SIDE, Fragments.SIDE};

    private final SuppliedModel network;

    /** Shows the network a black video at once: what is no such network is to be said before any clip is looked at. */
    VideoQuality(Path file) {
      network = SuppliedModel.open(file);
      float[] answer = network.run(SHAPE, new float[3 * Fragments.FRAMES * Fragments.SIDE * Fragments.SIDE]);
      if (answer.length != 1) {
        network.close();
        throw new BadInputException(file + " gives " + answer.length + " numbers for a video, where its quality is to be one in 0 to 1; "
            + "wrap it as docs/evaluation.md shows");
      }
    }

    @Override
    public MetricInfo info() {
      return new MetricInfo("VQ", "quality of 32 frames in fragments by the network supplied", Better.HIGHER, Set.of(), network.weights());
    }

    @Override
    public Tally begin(Clip clip) {
      Fragments fragments = new Fragments();
      return new Tally() {
        @Override
        public double add(Moment moment) {
          fragments.add(moment.result().rgb());
          return Double.NaN;
        }

        @Override
        public double total() {
          return fragments.seen() < 2 ? Double.NaN : network.run(SHAPE, fragments.numbers())[0];
        }

        @Override
        public int measured() {
          return fragments.seen();
        }
      };
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
