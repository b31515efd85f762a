package dev.keylight.lcvd.engine;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.render.DecodedFrames;
import dev.keylight.lcvd.render.Panels;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.shading.ShadingHint;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A video under another light: its first face is the reference, and every frame's hint is its own face, where it is, under
 * the new light. The model knows the reference's background only, so each frame keeps its own behind the person. Frames
 * without a face pass as they are. Everything is computed when the first frame is asked for.
 */
final class RelitFrames implements Iterator<Frame>, AutoCloseable {
  private final Iterator<Shot> source;
  private final FaceTopology topology;
  private final EngineOptions options;
  private final int size;
  private final Function<Panels, DecodedFrames> model;
  private ShotFolder shots;
  private HintFolder hints;
  private DecodedFrames decoded;
  private int given;
  private boolean closed;

  /**
   * @param size side of the model's square
   * @param model from hints to frames, the reference first
   */
  RelitFrames(Iterator<Shot> source, FaceTopology topology, EngineOptions options, int size,
      Function<Panels, DecodedFrames> model) {
    this.source = source;
    this.topology = topology;
    this.options = options;
    this.size = size;
    this.model = model;
  }

  @Override
  public boolean hasNext() {
    return !closed && (shots == null ? source.hasNext() : given < shots.count());
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (shots == null) {
      gather();
    }
    int number = given++;
    return shots.hasFace(number) ? shots.relit(number, decoded.next(), size) : shots.asItWas(number);
  }

  private void gather() {
    shots = new ShotFolder();
    ShadingHint shading = new ShadingHint(topology, size, size, new ScanlineRasterizer());
    while (source.hasNext()) {
      Shot shot = source.next();
      if (shot.face().isPresent()) {
        Square square = new Square(shot.frame().width(), shot.frame().height(), size);
        float[] mesh = square.put(shot.face().get().vertices());
        if (hints == null) {
          hints = new HintFolder(HintFolder.temporary(), square,
              new Portrait(shot.frame(), shot.face().get(), topology, shot.matte()));
          hints.add(shading.draw(mesh, shot.sourceLight()));
        }
        SphericalHarmonics light = shot.sourceLight().mix(shot.light(), options.lightStrength());
        hints.add(shading.draw(mesh, light));
      }
      shots.add(shot);
    }
    if (hints != null) {
      decoded = model.apply(hints);
      decoded.next().close(); // the reference
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (decoded != null) {
      decoded.finish();
    }
    if (hints != null) {
      hints.close();
    }
    if (shots != null) {
      shots.close();
    }
  }
}
