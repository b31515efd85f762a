package dev.keylight.engine;

import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps an engine open from one render to the next, as long as they name the same: weights are then read and hashed once. Only
 * one is kept, because networks are large; who names another has this one closed first. Files of weights must stay as they are
 * meanwhile.
 *
 * <p>For one render at a time.
 */
public final class KeptEngine implements EngineSource, AutoCloseable {
  private final EngineSource source;
  private String name;
  private Engine engine;
  private String weightsHash;

  /** Opens nothing yet. */
  public KeptEngine() {
    this(EACH);
  }

  KeptEngine(EngineSource source) {
    this.source = source;
  }

  @Override
  public Engine open(String wanted) {
    if (!wanted.equals(name)) {
      close();
      engine = source.open(wanted);
      name = wanted;
    }
    return new Lent(engine);
  }

  private String weightsHash() {
    if (weightsHash == null) {
      weightsHash = engine.weightsHash();
    }
    return weightsHash;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
    engine = null;
    name = null;
    weightsHash = null;
  }

  /** What a render sees: the engine itself, but for its end. */
  private final class Lent implements Engine {
    private final Engine whole;

    Lent(Engine whole) {
      this.whole = whole;
    }

    @Override
    public String id() {
      return whole.id();
    }

    @Override
    public String weightsHash() {
      return KeptEngine.this.weightsHash();
    }

    @Override
    public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
      return whole.animate(portrait, steps, options);
    }

    @Override
    public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
      return whole.relight(shots, topology, options);
    }

    @Override
    public Optional<Perception> perception(Consumer<String> notes) {
      return whole.perception(notes);
    }

    @Override
    public void endRenders() {
      whole.endRenders();
    }

    @Override
    public void close() {
      whole.endRenders();
    }
  }
}
