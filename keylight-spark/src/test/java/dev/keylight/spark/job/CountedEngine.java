package dev.keylight.spark.job;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Optional;

/** The warp, which notes in the file that its manner names which process opens it, renders with it, closes it. */
public final class CountedEngine implements Engine {
  private final WarpEngine warp = new WarpEngine();
  private final Path diary;

  private CountedEngine(Path diary) {
    this.diary = diary;
    note("open");
  }

  /** Found by the service loader, also in workers. */
  public static final class Provider implements EngineProvider {
    @Override
    public String id() {
      return "counted";
    }

    @Override
    public String description() {
      return "the warp, counted";
    }

    @Override
    public int rank() {
      return -1;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public Engine open() {
      throw new UnsupportedOperationException("it wants a diary");
    }

    @Override
    public Engine open(String manner) {
      return new CountedEngine(Path.of(manner));
    }
  }

  private void note(String what) {
    try {
      Files.writeString(
          diary, what + " " + ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "counted";
  }

  @Override
  public String weightsHash() {
    return "";
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
    note("animate");
    return warp.animate(portrait, steps, options);
  }

  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
    note("relight");
    return warp.relight(shots, topology, options);
  }

  @Override
  public void endRenders() {
    note("end");
    warp.endRenders();
  }

  @Override
  public void close() {
    note("close");
    warp.close();
  }
}
