package dev.keylight.eval.metric;

import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.OutputOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.footage.Reel;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Demo;
import dev.keylight.pipeline.LightReader;
import dev.keylight.pipeline.Renders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.opencv.opencv_core.Mat;

/** A short talking clip of the bundled portrait, rendered once for all tests, and ways to spoil it. */
public final class Scene {
  public static final int FRAMES = 14;
  public static final String LIGHT = "rembrandt";
  public static final String OTHER_LIGHT = "split-right";

  private static Path folder;

  private Scene() {}

  /** The portrait's picture. */
  public static synchronized Path portrait() {
    return Demo.portrait(folder());
  }

  /** The portrait talking under {@link #LIGHT}, about 256 pixels, half a second. */
  public static synchronized Path clip() {
    return clip("talking.mp4", LIGHT);
  }

  /** The same under {@link #OTHER_LIGHT}. */
  public static synchronized Path clipInOtherLight() {
    return clip("other.mp4", OTHER_LIGHT);
  }

  private static Path clip(String name, String light) {
    Path file = folder().resolve(name);
    if (!Files.exists(file)) {
      OutputOptions output = new OutputOptions(256, 100, new Rational(25, 1), FRAMES / 25f, false, false, false, OutputOptions.DEFAULT.background(), true);
      Renders.animate(EngineSource.EACH, portrait(), Motion.of("talking"), Light.of(light), file, RenderOptions.DEFAULT.withEngine("warp").withOutput(output), Progress.NONE);
    }
    return file;
  }

  /** The clip played forth and back for so many frames. */
  public static Path repeated(Path file, int frames) {
    List<Mat> pictures = frames(clip());
    try (FrameSource like = Media.open(clip()); FrameSink sink = Media.create(file, Output.like(like.info()))) {
      int period = 2 * pictures.size() - 2;
      for (int i = 0; i < frames; i++) {
        int place = i % period;
        try (Frame frame = frame(pictures.get(place < pictures.size() ? place : period - place), i)) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    return file;
  }

  private static Path folder() {
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("keylight-eval-test");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return folder;
  }

  /** The harmonics of a named light. */
  public static SphericalHarmonics light(String name) {
    try (LightReader lights = new LightReader(Progress.NONE)) {
      return lights.read(Light.of(name)).at(0);
    }
  }

  /** All frames of a file at the size at which things are measured. */
  public static List<Mat> frames(Path file) {
    List<Mat> frames = new ArrayList<>();
    try (Reel reel = new Reel(Footage.of(file))) {
      for (Frame frame = reel.next(); frame != null; frame = reel.next()) {
        frames.add(frame.pixels());
      }
    }
    return frames;
  }

  /** Every frame changed. */
  public static List<Mat> changed(List<Mat> frames, UnaryOperator<Mat> change) {
    return frames.stream().map(change).toList();
  }

  /** The scores by metric of frames whose source, guide and truth is {@code source} (a clip or one picture). */
  public static Map<String, Double> scores(
      List<Metric> metrics, List<Mat> result, List<Mat> source, SphericalHarmonics target) {
    Clip clip = new Clip(result.size() / 25.0, 0, source.size() / 25.0, 6, 3, null);
    try (Viewer results = new Viewer(false);
        Viewer sources = new Viewer(source.size() == 1)) {
      Map<String, Tally> tallies = new LinkedHashMap<>();
      metrics.forEach(metric -> tallies.put(metric.info().id(), metric.begin(clip)));
      Sight before = null;
      Sight from = null;
      for (int i = 0; i < result.size(); i++) {
        Sight now = results.look(frame(result.get(i), i));
        from = i < source.size() ? sources.look(frame(source.get(i), i)) : from;
        Moment moment = new Moment(i, i % 7 == 0, now, before, from, true, from, from, target, from);
        tallies.values().forEach(tally -> tally.add(moment));
        before = now;
      }
      Map<String, Double> scores = new LinkedHashMap<>();
      tallies.forEach((id, tally) -> scores.put(id, tally.total()));
      return scores;
    }
  }

  private static Frame frame(Mat pixels, int number) {
    return Frame.of(pixels.clone(), number, new Rational(1, 25));
  }
}
