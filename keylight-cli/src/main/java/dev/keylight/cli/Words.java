package dev.keylight.cli;

import dev.keylight.Background;
import dev.keylight.BadInputException;
import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.media.Rational;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How words on the command line become values. */
final class Words {
  private Words() {}

  static void register(CommandLine line) {
    line.registerConverter(Rational.class, Words::frameRate);
    line.registerConverter(Background.class, Words::background);
    line.registerConverter(Alignment.class, word -> constant(Alignment.class, word));
    line.registerConverter(FlameMixin.FaceChoice.class, word -> constant(FlameMixin.FaceChoice.class, word));
    line.registerConverter(DrivingMode.class, word -> constant(DrivingMode.class, word));
    line.registerConverter(DriverProfile.Base.class, word -> constant(DriverProfile.Base.class, word));
  }

  /** A constant by its name in small letters with hyphens. */
  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(word.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new TypeConversionException(
        "expected one of "
            + Arrays.stream(type.getEnumConstants()).map(Words::word).collect(Collectors.joining(", "))
            + " but was '" + word + "'");
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** 25, 30000/1001, or a decimal; the rounded decimals of NTSC mean the exact fractions they stand for. */
  static Rational frameRate(String word) {
    try {
      int slash = word.indexOf('/');
      if (slash > 0) {
        return new Rational(Long.parseLong(word.substring(0, slash)), Long.parseLong(word.substring(slash + 1)));
      }
      double rate = Double.parseDouble(word);
      long nominal = Math.round(rate * 1.001);
      if (rate != Math.rint(rate) && Math.abs(nominal / 1.001 - rate) < 0.006) {
        return new Rational(nominal * 1000, 1001);
      }
      return rate == Math.rint(rate) ? new Rational((long) rate, 1) : new Rational(Math.round(rate * 1000), 1000);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("expected a frame rate such as 25, 29.97 or 30000/1001 but was '" + word + "'");
    }
  }

  private static Background background(String word) {
    try {
      return Background.of(word);
    } catch (BadInputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
