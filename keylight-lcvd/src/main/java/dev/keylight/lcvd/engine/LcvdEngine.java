package dev.keylight.lcvd.engine;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Perception;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.preprocess.DecaPerception;
import dev.keylight.lcvd.preprocess.PreprocessOptions;
import dev.keylight.lcvd.render.DecodedFrames;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Panels;
import dev.keylight.lcvd.render.Render;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.mesh.PublishedRasterizer;
import dev.keylight.mesh.Rasterizer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.shading.ShadingHint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The published model, on FLAME's hints where the weights have its files, else on the built-in mesh's. The first frame of the
 * clip the model sees is the reference under its own light, as in training; it is not part of the result.
 *
 * <p>The whole clip is sampled before its first frame is decoded: every step visits every frame.
 */
public final class LcvdEngine implements Engine {
  /** What DECA adds to its depths, in half picture sides. */
  private static final float DEPTH = 10;

  private final ModelFolder models;
  private final GenerationOptions options;
  private final int size;
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * @param options of every render, apart from the seed
   * @param size side of the square the model works in; it was trained on 512
   */
  public LcvdEngine(ModelFolder models, GenerationOptions options, int size) {
    this.models = models;
    this.options = options;
    this.size = size;
  }

  @Override
  public String id() {
    return LcvdProvider.ID;
  }

  @Override
  public String weightsHash() {
    return models.hash(options.mode());
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions engine) {
    AnimatedFrames frames = new AnimatedFrames(() -> start(portrait, steps, engine), steps);
    open.add(frames);
    return frames;
  }

  /** Draws every hint, samples, and hands over to the decoder. */
  private AnimatedFrames.Clip start(Portrait portrait, Iterator<Step> steps, EngineOptions engine) {
    SphericalHarmonics own = engine.sourceLight()
        .orElseGet(() -> new PhotoLight(portrait.topology()).of(portrait.frame(), portrait.face()));
    Square square = new Square(portrait.frame().width(), portrait.frame().height(), size);
    HintFolder hints = new HintFolder(HintFolder.temporary(), square, portrait);
    List<Long> times = new ArrayList<>();
    ShadingHint shading = new ShadingHint(portrait.topology(), size, size, rasterizer(portrait));
    hints.add(shading.draw(square.put(portrait.face().vertices()), own));
    while (steps.hasNext()) {
      Step step = steps.next();
      SphericalHarmonics light = own.mix(step.light(), engine.lightStrength());
      hints.add(shading.draw(square.put(step.face().vertices()), light));
      times.add(step.presentationTime());
    }
    DecodedFrames decoded = sample(hints, engine);
    decoded.next().close(); // the reference
    return new AnimatedFrames.Clip(decoded, hints, square, times, engine.timeBase());
  }

  private DecodedFrames sample(Panels hints, EngineOptions engine) {
    // Where the caller keeps a folder for it, a render that was killed goes on with the window it was at.
    Path work = engine.progress().kept().map(folder -> folder.resolve("sampling")).orElseGet(HintFolder::temporary);
    return new Render(models, hints, options.withSeed(engine.seed()), engine.progress()).frames(work);
  }

  /** FLAME's face is drawn as published; the built-in mesh, which was never drawn so, by the fast rule. */
  private Rasterizer rasterizer(Portrait portrait) {
    boolean builtIn = portrait.topology().vertexCount() == FaceTopology.builtIn().vertexCount();
    return builtIn ? new ScanlineRasterizer() : new PublishedRasterizer(DEPTH * size / 2);
  }

  @Override
  public Optional<Perception> perception(Consumer<String> notes) {
    return DecaPerception.open(new FaceFolder(models.root()), PreprocessOptions.PUBLISHED, notes);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The shots are kept in files until the whole clip is sampled.
   */
  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions engine) {
    RelitFrames frames = new RelitFrames(shots, topology, engine, size, hints -> sample(hints, engine));
    open.add(frames);
    return frames;
  }

  @Override
  public void endRenders() {
    for (AutoCloseable frames : open) {
      try {
        frames.close();
      } catch (Exception e) {
        throw new IllegalStateException("a render could not be closed", e);
      }
    }
    open.clear();
  }

  @Override
  public void close() {
    endRenders();
  }
}
