package dev.keylight.light;

import java.nio.file.Path;
import java.util.List;

/**
 * A light as the user described it, before any file is opened; {@link #parse} reads the command's {@code --light}, {@link
 * #resolve} makes it shine.
 */
public sealed interface LightSpec {
  /** Seconds over which the light followed from a video is averaged. */
  double FOLLOW_SIGMA = .12;

  /**
   * Opens what has to be opened.
   *
   * @throws dev.keylight.BadInputException if a file cannot be used
   */
  Lighting resolve(LightFiles files);

  /** Whether the light changes over time. */
  default boolean moves() {
    return false;
  }

  /**
   * Reads a description of a light.
   *
   * @see LightParser for the grammar
   * @throws dev.keylight.BadInputException with one sentence on what is wrong
   */
  static LightSpec parse(String text) {
    return new LightParser(text).parse();
  }

  /** One of {@link NamedLights}. */
  record Named(String name) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return Lighting.constant(NamedLights.of(name));
    }
  }

  /**
   * One lamp and an even part.
   *
   * @param ambient white shading from everywhere
   */
  record Direction(Lamp lamp, float ambient) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return Lighting.constant(lamp.harmonics().plus(SphericalHarmonics.ambient(ambient, ambient, ambient)));
    }
  }

  /** The light on the face in a photograph. */
  record Photo(Path file) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return Lighting.constant(files.photo(file));
    }
  }

  /** A panorama of linear radiance. */
  record Panorama(Path file) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return Lighting.constant(files.panorama(file));
    }
  }

  /** Coefficients or keyframes in a file, see {@link LightJson}. */
  record Json(Path file) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return LightJson.read(file, files);
    }

    @Override
    public boolean moves() {
      return LightJson.moves(file);
    }
  }

  /** The light on the face in a video, moment by moment. */
  record Follow(Path video) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return new FollowedLight(files.follow(video), FOLLOW_SIGMA);
    }

    @Override
    public boolean moves() {
      return true;
    }
  }

  /** Another light turned by a fixed angle about the vertical, positive to the right of the picture. */
  record Turned(LightSpec base, double degrees) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      Lighting light = base.resolve(files);
      float[] turn = Turn.about(new float[] {0, 1, 0}, degrees);
      return seconds -> light.at(seconds).rotated(turn);
    }

    @Override
    public boolean moves() {
      return base.moves();
    }
  }

  /** Another light's mirror image. */
  record Mirrored(LightSpec base) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      Lighting light = base.resolve(files);
      return seconds -> light.at(seconds).mirrored();
    }

    @Override
    public boolean moves() {
      return base.moves();
    }
  }

  /**
   * Another light that turns steadily.
   *
   * @param axis in light axes
   */
  record Rotating(LightSpec base, float[] axis, double degreesPerSecond) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      return new RotatingLight(base.resolve(files), axis, degreesPerSecond);
    }

    @Override
    public boolean moves() {
      return true;
    }
  }

  /** Part of a mix. */
  record Share(LightSpec light, float weight) {}

  /**
   * A weighted sum. Lights are brought to the same total power first (at time zero), because a photograph's exposure is an
   * accident and should not decide its share.
   */
  record Mix(List<Share> shares) implements LightSpec {
    @Override
    public Lighting resolve(LightFiles files) {
      List<Lighting> lights = shares.stream().map(share -> share.light.resolve(files)).toList();
      float[] factors = new float[lights.size()];
      for (int i = 0; i < factors.length; i++) {
        float power = lights.get(i).at(0).luminance()[0] * SphericalHarmonics.constant(0);
        factors[i] = power > 1e-6f ? shares.get(i).weight / power : 0;
      }
      return seconds -> {
        SphericalHarmonics sum = SphericalHarmonics.dark();
        for (int i = 0; i < factors.length; i++) {
          sum = sum.plus(lights.get(i).at(seconds).scaled(factors[i]));
        }
        return sum;
      };
    }

    @Override
    public boolean moves() {
      return shares.stream().anyMatch(share -> share.light.moves());
    }
  }
}
