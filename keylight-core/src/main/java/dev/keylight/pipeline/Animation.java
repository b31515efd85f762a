package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Perception;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.light.Lighting;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import dev.keylight.motion.AlignedStream;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.MotionAligner;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One portrait moved by one driver under one light: the stages of {@code keylight animate}, told in their order. Frames
 * come out one by one; closing stops the stages behind them.
 */
final class Animation implements AutoCloseable {
  private static final int RENDERED_AHEAD = 2;

  private final RenderOptions options;
  private final Progress progress;
  private final StageClock clock;
  private final Lighting lighting;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Driver driver;
  private final Sitter sitter;
  private final AlignedStream aligned;
  private final Comparison comparison;
  /** Moments whose faces the aligner still holds back. */
  private final Deque<Moment> aheadOfAligner = new ArrayDeque<>();
  /** Steps on their way through the engine, which may look ahead. */
  private final Queue<Step> inEngine = new ConcurrentLinkedQueue<>();
  private Rational timeBase;

  /**
   * Reads the inputs as far as the first frame needs them.
   *
   * @param picture whether the result is a single picture
   * @param whole whether the whole portrait is rendered, not only the surroundings of the face
   * @param perception by what pictures are read; stays the caller's
   */
  Animation(
      Path reference,
      Motion motion,
      boolean picture,
      boolean whole,
      Lighting lighting,
      RenderOptions options,
      Perception perception,
      Progress progress,
      StageClock clock) {
    this.options = options;
    this.progress = progress;
    this.clock = clock;
    this.lighting = lighting;
    try {
      // The driver's stages start to work here and go on while the portrait is read.
      driver = Drivers.open(motion, picture, options, perception, progress, clock);
      open.add(driver);
      // The driver's camera moves the whole picture.
      boolean all = whole || options.motion().alignment() == Alignment.DRIVER_CAMERA;
      sitter = Sitter.read(reference, options.face(), options.output().longSide(), all, perception, progress);
      open.add(sitter);
      aligned = new AlignedStream(Iterators.map(driver, this::noted), first -> aligner(first, motion.said()));
      comparison = options.output().compare() ? comparison(motion) : null;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Comparison comparison(Motion motion) {
    Path pictures = driver.width() > 0 ? Path.of(motion.said()) : null;
    Comparison made =
        new Comparison(pictures, options.motion().retargeting().speed(), sitter.picture().height());
    open.add(made);
    return made;
  }

  private MotionFrame noted(Moment moment) {
    Delivery.requireWanted(progress);
    timeBase = moment.timeBase();
    aheadOfAligner.add(moment);
    return moment.motion();
  }

  private MotionAligner aligner(List<MotionFrame> first, String name) {
    if (first.stream().noneMatch(MotionFrame::present)) {
      throw new BadInputException(
          name + " shows no face in its first " + first.size() + (first.size() == 1 ? " frame" : " frames")
              + "; drive with a clip that shows one from the start, or with a template such as talking");
    }
    return sitter.aligner(first, driver.profile(), options.motion(), driver.width(), driver.height());
  }

  /** The finished frames. One of the two is to be called, once. */
  Iterator<Frame> frames(Engine engine) {
    Finishing finishing = new Finishing(options.output().background());
    open.add(finishing);
    return Iterators.map(
        rendered(engine), frame -> clock.time(StageClock.Stage.COMPOSE, () -> finished(frame, finishing)));
  }

  /** The frames as the engine makes them, neither pasted back nor put before a background. */
  Iterator<Frame> rawFrames(Engine engine) {
    return Iterators.map(
        rendered(engine),
        frame -> {
          inEngine.poll();
          return frame;
        });
  }

  private Ahead<Frame> rendered(Engine engine) {
    Iterator<Step> steps =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return aligned.hasNext();
          }

          @Override
          public Step next() {
            return step();
          }
        };
    Iterator<Frame> rendered = engine.animate(sitter.portrait(), steps, engineOptions());
    Ahead<Frame> render =
        new Ahead<>("render", RENDERED_AHEAD, clock.timed(StageClock.Stage.RENDER, rendered), clock);
    open.add(render);
    return render;
  }

  private Step step() {
    return clock.time(
        StageClock.Stage.ALIGN,
        () -> {
          AlignedFace face = aligned.next();
          Moment moment = aheadOfAligner.removeFirst();
          Step step = new Step(face, lighting.at(moment.seconds()), moment.presentationTime());
          inEngine.add(step);
          return step;
        });
  }

  private Frame finished(Frame render, Finishing finishing) {
    Step step = inEngine.remove();
    AlignedFace face = step.face();
    FaceObservation observation =
        new FaceObservation(0, face.vertices(), face.canonical(), face.pose(), 1, face.held());
    Frame finished = finishing.finish(render, sitter.picture(), sitter.crop(), observation);
    return comparison == null ? finished : comparison.beside(finished, sitter.picture(), step.light());
  }

  /** The driver: its rate and sound are the result's. */
  Driver driver() {
    return driver;
  }

  /** Frames for which the driver gave nothing usable, so far. */
  long heldFrames() {
    return aligned.report().held();
  }

  private EngineOptions engineOptions() {
    LightOptions light = options.light();
    return new EngineOptions(
        Optional.of(sitter.light()), light.strength(), light.exposure(), light.shadows(), options.seed(), timeBase,
        shading -> clock.time(StageClock.Stage.SHADE, shading),
        progress);
  }

  @Override
  public void close() {
    Closing.all(open);
  }
}
