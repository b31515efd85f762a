package dev.keylight.engine.warp;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The engine without a network: the portrait is warped by the tracked mesh and relit by the ratio of target to source
 * shading. Instant, needs nothing, keeps every detail of the picture; cannot invent what the picture does not show.
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
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return steps.hasNext();
      }

      @Override
      public Frame next() {
        return render.frame(steps.next());
      }
    };
  }

  @Override
  public void close() {
    open.forEach(WarpRender::close);
    open.clear();
  }
}
