package dev.keylight.lcvd.tiny;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
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
    EngineOptions known = new EngineOptions(Optional.of(own), engine.lightStrength(), engine.exposure(), engine.shadows(),
        engine.seed(), engine.timeBase(), engine.clock(), engine.progress());
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
    Mat scene;
    try (Mat opaque = portrait.frame().opaque()) {
      scene = square.cut(opaque, Refiner.SIZE);
    }
    Mat matte = square.cut(portrait.matte(), Refiner.SIZE);
    open.add(scene);
    open.add(matte);
    return refined(warped, () -> {
      Step step = last.get();
      float[] vertices = square.cut(step.face().vertices(), Refiner.SIZE);
      SphericalHarmonics light = own.mix(step.light(), engine.lightStrength());
      return new Draft.Head(square, vertices, light, scene, matte);
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
    return refined(warp.relight(seen, topology, engine), last::get, topology, engine, head -> {
      head.scene().close();
      head.matte().close();
    });
  }

  private static Draft.Head head(Shot shot, EngineOptions engine) {
    float[] mesh = shot.face().orElseThrow().vertices();
    HeadSquare square = HeadSquare.around(mesh, shot.frame().width(), shot.frame().height());
    return new Draft.Head(square, square.cut(mesh, Refiner.SIZE),
        shot.sourceLight().mix(shot.light(), engine.lightStrength()), square.cut(shot.frame().pixels(), Refiner.SIZE),
        square.cut(shot.matte(), Refiner.SIZE));
  }

  private Iterator<Frame> refined(Iterator<Frame> warped, Supplier<Draft.Head> head, FaceTopology topology,
      EngineOptions engine, Consumer<Draft.Head> done) {
    Iterator<Draft> drafts = mapped(warped, frame -> new Draft(frame, head.get()));
    RefinedFrames frames = new RefinedFrames(drafts, new Refiner(model, options, topology, engine.seed()), done);
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
