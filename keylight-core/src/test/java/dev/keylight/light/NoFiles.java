package dev.keylight.light;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Files for tests that open none: every photo is lit from the right, every panorama from above. */
final class NoFiles implements LightFiles {
  @Override
  public SphericalHarmonics photo(Path picture) {
    return Lamp.of(90, 0, 5, 0).harmonics();
  }

  @Override
  public SphericalHarmonics panorama(Path picture) {
    return Lamp.of(0, 90, 1, 0).harmonics();
  }

  @Override
  public Iterator<TimedLight> follow(Path video) {
    return List.of(new TimedLight(0, NamedLights.of("split-left"), 1), new TimedLight(1, NamedLights.of("split-right"), 1))
        .iterator();
  }
}
