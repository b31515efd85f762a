package dev.keylight.engine.warp;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The engine without a network: the portrait is warped by the tracked mesh and relit by the ratio of target to source
 * shading. Needs nothing, keeps every detail of the picture; cannot invent what the picture does not show.
 *
 * <p>Not thread safe; one engine may have several renders open.
 */
public final class WarpEngine implements Engine {
  private final List<WarpRender> open = new ArrayList<>();

  @Override
  public String id() {
    return "warp";
  }

  @Override
  public String weightsHash() {
    return "";
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
    SphericalHarmonics source =
        options.sourceLight().orElseGet(() -> new PhotoLight(portrait.topology()).of(portrait.frame(), portrait.face()));
    WarpRender render = new WarpRender(portrait, source, options);
    open.add(render);
    return map(steps, render::frame);
  }

  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
    return map(shots, new WarpRelight(topology, options)::frame);
  }

  private static <T> Iterator<Frame> map(Iterator<T> from, Function<T, Frame> render) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return from.hasNext();
      }

      @Override
      public Frame next() {
        return render.apply(from.next());
      }
    };
  }

  @Override
  public void endRenders() {
    open.forEach(WarpRender::close);
    open.clear();
  }

  @Override
  public void close() {
    endRenders();
  }
}
