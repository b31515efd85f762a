package dev.keylight.lcvd.engine;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
import dev.keylight.lcvd.sampler.Guidance;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands after a model's name and a colon: words with commas between them, each a preset, a precision, which conditions
 * take part, or one of {@code guidance=}, {@code steps=} and {@code size=}, as in {@code lcvd:fast,bf16,guidance=3}.
 *
 * @param options of every render, apart from the seed
 * @param size side of the square the model works in, in pixels
 */
record Manner(GenerationOptions options, int size) {
  /** Landmarks are drawn for the five-panel files only: an engine's steps bring shading. */
  private static final Set<DrivingMode> MODES = EnumSet.complementOf(EnumSet.of(DrivingMode.LANDMARK));

  /** Latents are an eighth of the picture, and halved three times more on the way down. */
  private static final int GRID = 64;

  /** This manner, changed by what the words say, from left to right. */
  Manner with(String words, String engine) {
    Manner manner = this;
    for (String word : words.split(",", -1)) {
      int equals = word.indexOf('=');
      manner = equals < 0 ? manner.word(word, engine)
          : manner.number(word.substring(0, equals), word.substring(equals + 1), engine);
    }
    return manner;
  }

  private Manner word(String word, String engine) {
    Optional<Preset> preset = named(word, Stream.of(Preset.values()));
    Optional<Precision> precision = named(word, Stream.of(Precision.values()));
    Optional<DrivingMode> mode = named(word.replace('-', '_'), MODES.stream());
    if (preset.isPresent()) {
      return new Manner(preset.get().of(options), size);
    }
    if (precision.isPresent()) {
      return new Manner(options.withPrecision(precision.get()), size);
    }
    return new Manner(options.withMode(mode.orElseThrow(() -> unknown(word, engine))), size);
  }

  private Manner number(String name, String value, String engine) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "guidance" -> new Manner(options.withGuidance(Guidance.constant(within(name, value, 0, 100))), size);
      case "steps" -> new Manner(options.withSampler(options.sampler(), whole(name, value, 1, 1000)), size);
      case "size" -> {
        int side = whole(name, value, GRID, 4096);
        if (side % GRID != 0) {
          throw new BadInputException("size must be a multiple of " + GRID + ", not " + value);
        }
        yield new Manner(options, side);
      }
      default -> throw unknown(name + "=" + value, engine);
    };
  }

  private static int whole(String name, String value, int least, int most) {
    float number = within(name, value, least, most);
    if (number != Math.rint(number)) {
      throw new BadInputException(name + " must be a whole number, not " + value);
    }
    return (int) number;
  }

  private static float within(String name, String value, float least, float most) {
    try {
      float number = Float.parseFloat(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new BadInputException(String.format(Locale.ROOT, "%s must be a number from %.0f to %.0f, not '%s'", name, least, most, value));
  }

  private static BadInputException unknown(String word, String engine) {
    String known =
        Stream.of(Arrays.stream(Preset.values()), Arrays.stream(Precision.values()), MODES.stream())
            .flatMap(words -> words)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining(", "));
    return new BadInputException("engine " + engine + " knows no '" + word + "'; say any of " + known
        + ", guidance=W, steps=N, size=PIXELS with commas between them, as in " + engine + ":fast,bf16");
  }

  private static <E extends Enum<E>> Optional<E> named(String word, Stream<E> values) {
    return values.filter(value -> value.name().equalsIgnoreCase(word)).findFirst();
  }
}
