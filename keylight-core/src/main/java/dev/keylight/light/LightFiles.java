package dev.keylight.light;

import java.nio.file.Path;
import java.util.Iterator;

/**
 * What lights need of rooms this one does not know: someone who opens pictures and videos and finds the face in them.
 * Each throws {@code BadInputException} naming the file if it cannot be used.
 */
public interface LightFiles {
  /** The light on the face in a photograph. */
  SphericalHarmonics photo(Path picture);

  /** The light of a panorama of linear radiance (.hdr, .exr), through {@link EnvironmentMap}. */
  SphericalHarmonics panorama(Path picture);

  /** The light on the face in each frame of a video, read as far as the iterator is; may be {@code AutoCloseable}. */
  Iterator<TimedLight> follow(Path video);
}
