package dev.keylight.lcvd.tiny;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The small model on top of the warp: each frame is warped and relit by the {@code warp} engine first, then changed by what the
 * model makes of it (see {@link Refiner}). With light strength 0 there is no light to turn up, and the warp's frames pass.
 *
 * <p>Not thread safe; one engine may have several renders open.
 */
final class TinyEngine implements Engine {
  private final ModelFolder models;
  private final TinyOptions options;
  private final TinyNetworks model;
  private final WarpEngine warp = new WarpEngine();
  private final List<AutoCloseable> open = new ArrayList<>();

  TinyEngine(ModelFolder models, TinyOptions options) {
    this.models = models;
    this.options = options;
    this.model = new TinyNetworks(models);
  }

  @Override
  public String id() {
    return TinyProvider.ID;
  }

  @Override
  public String weightsHash() {
    return models.hash(models.smallFiles());
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions engine) {
    SphericalHarmonics own = engine.sourceLight()
        .orElseGet(() -> new PhotoLight(portrait.topology()).of(portrait.frame(), portrait.face()));
    EngineOptions known = gentle(engine, Optional.of(own));
    AtomicReference<Step> last = new AtomicReference<>();
    Iterator<Frame> warped = warp.animate(portrait, mapped(steps, step -> {
      last.set(step);
      return step;
    }), known);
    if (engine.lightStrength() == 0) {
      return warped;
    }
    HeadSquare square =
        HeadSquare.around(portrait.face().vertices(), portrait.frame().width(), portrait.frame().height());
    Scene scene;
    try (Mat opaque = portrait.frame().opaque()) {
      scene = new Scene(square.cut(opaque, Refiner.SIZE), square.cut(portrait.matte(), Refiner.SIZE));
    }
    open.add(scene);
    return refined(warped, () -> {
      Step step = last.get();
      FaceObservation face = square.cut(
          new FaceObservation(0, step.face().vertices(), step.face().canonical(), step.face().pose(), 1, false), Refiner.SIZE);
      SphericalHarmonics light = own.mix(step.light(), engine.lightStrength());
      return new Draft.Head(square, face, light, scene);
    }, portrait.topology(), engine, head -> {});
  }

  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions engine) {
    if (engine.lightStrength() == 0) {
      return warp.relight(shots, topology, engine);
    }
    // the warp closes a shot's pictures, so the head is cut out of them before
    AtomicReference<Draft.Head> last = new AtomicReference<>();
    Iterator<Shot> seen = mapped(shots, shot -> {
      last.set(shot.face().isEmpty() ? null : head(shot, engine));
      return shot;
    });
    return refined(warp.relight(seen, topology, gentle(engine, engine.sourceLight())), last::get, topology, engine, head -> head.scene().close());
  }

  /** What the warp is told: to leave a part of the light to the model. */
  private EngineOptions gentle(EngineOptions engine, Optional<SphericalHarmonics> own) {
    return new EngineOptions(own, (float) (options.warp() * engine.lightStrength()), engine.exposure(), engine.shadows(),
        engine.seed(), engine.timeBase(), engine.clock(), engine.progress());
  }

  private static Draft.Head head(Shot shot, EngineOptions engine) {
    FaceObservation face = shot.face().orElseThrow();
    HeadSquare square = HeadSquare.around(face.vertices(), shot.frame().width(), shot.frame().height());
    return new Draft.Head(square, square.cut(face, Refiner.SIZE),
        shot.sourceLight().mix(shot.light(), engine.lightStrength()),
        new Scene(square.cut(shot.frame().pixels(), Refiner.SIZE), square.cut(shot.matte(), Refiner.SIZE)));
  }

  private Iterator<Frame> refined(Iterator<Frame> warped, Supplier<Draft.Head> head, FaceTopology topology,
      EngineOptions engine, Consumer<Draft.Head> done) {
    Iterator<Draft> drafts = mapped(warped, frame -> new Draft(frame, head.get()));
    Refiner refiner = new Refiner(model, options, topology, engine.seed());
    int together = Math.min(options.frames(), model.frames());
    if (together > 1) {
      FilmedFrames frames = new FilmedFrames(drafts, refiner, together, done);
      open.add(frames);
      return frames;
    }
    RefinedFrames frames = new RefinedFrames(drafts, refiner, done);
    open.add(frames);
    return frames;
  }

  private static <A, B> Iterator<B> mapped(Iterator<A> from, Function<A, B> change) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return from.hasNext();
      }

      @Override
      public B next() {
        return change.apply(from.next());
      }
    };
  }

  @Override
  public void endRenders() {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException("a render could not be closed", e);
      }
    }
    open.clear();
    warp.endRenders();
  }

  @Override
  public void close() {
    endRenders();
    warp.close();
    model.close();
  }
}
