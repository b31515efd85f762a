package dev.keylight.eval.network;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.footage.Reel;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.Deca;
import dev.keylight.lcvd.detect.MeshFinder;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.light.LightFiles;
import dev.keylight.light.LightSpec;
import dev.keylight.light.Lighting;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.TimedLight;
import dev.keylight.pipeline.LightReader;
import dev.keylight.pipeline.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Light as DECA sees it (Feng et al. 2021): the 27 numbers of its encoder for the face in a picture. The face is cropped as
 * DECA expects, around the 68 landmarks as the built-in mesh finds them.
 */
final class DecaLight implements AutoCloseable {
  private final Deca deca;
  private final String weights;
  private final LightReader builtIn = new LightReader(Progress.NONE);
  private final Map<String, Lighting> known = new HashMap<>();
  private boolean closed;

  /**
   * @param file {@code deca_model.tar}, or its coarse encoder converted to safetensors
   * @throws BadInputException if it is no such file
   */
  DecaLight(Path file) {
    Checkpoint encoder = FaceFolder.decaFile(file);
    deca = new Deca(FaceFolder.deca(encoder));
    weights = "DECA, " + file.getFileName() + " (sha256 " + Provenance.Input.of(file.toString()).sha256().substring(0, 12)
        + "…), crops by the built-in mesh";
  }

  /** For reports. */
  String weights() {
    return weights;
  }

  /** The light on the face, null without one. */
  SphericalHarmonics of(Sight sight) {
    return sight.face() == null ? null : sight.once(this, () -> look(sight));
  }

  private SphericalHarmonics look(Sight sight) {
    return deca.look(sight.rgb(), CropTransform.around(MeshFinder.landmarks(sight.face()))).light();
  }

  /**
   * The light that was asked for: faces in photographs and videos as DECA sees them, every other kind of light by its own
   * numbers, which are in DECA's order and axes.
   *
   * @param said as users name it
   */
  Lighting target(String said) {
    LightSpec spec = LightSpec.parse(said);
    // A moving light is read along its video, once for each score.
    return spec.moves() ? spec.resolve(new Faces()) : known.computeIfAbsent(said, unused -> spec.resolve(new Faces()));
  }

  private final class Faces implements LightFiles {
    @Override
    public SphericalHarmonics photo(Path picture) {
      List<TimedLight> seen = seen(picture, 1);
      if (seen.isEmpty()) {
        throw new BadInputException(picture + " shows no face whose light could be read; use a photograph of one, or another kind of light");
      }
      return seen.get(0).light();
    }

    @Override
    public SphericalHarmonics panorama(Path picture) {
      return builtIn.panorama(picture);
    }

    @Override
    public Iterator<TimedLight> follow(Path video) {
      return seen(video, Integer.MAX_VALUE).iterator();
    }
  }

  /** The light in the first frames of a file that show a face. */
  private List<TimedLight> seen(Path file, int frames) {
    List<TimedLight> lights = new ArrayList<>();
    try (Reel reel = new Reel(Footage.of(file));
        Viewer viewer = new Viewer(reel.still())) {
      for (var frame = reel.next(); frame != null && lights.size() < frames; frame = reel.next()) {
        try (Sight sight = viewer.look(frame)) {
          SphericalHarmonics light = of(sight);
          if (light != null) {
            lights.add(new TimedLight(frame.seconds(), light, 1));
          }
        }
      }
    }
    return lights;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      builtIn.close();
      deca.close();
    }
  }
}
