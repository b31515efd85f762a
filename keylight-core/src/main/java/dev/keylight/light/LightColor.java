package dev.keylight.light;

import dev.keylight.BadInputException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The colour of a lamp as linear RGB of luminance 1, so that changing colour leaves brightness.
 *
 * @param red linear, not negative
 * @param green linear, not negative
 * @param blue linear, not negative
 */
public record LightColor(float red, float green, float blue) {
  public static final LightColor WHITE = new LightColor(1, 1, 1);

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("white", "#ffffff"),
          Map.entry("warm", "#ffd6a8"),
          Map.entry("cool", "#c8dcff"),
          Map.entry("red", "#ff2a2a"),
          Map.entry("orange", "#ff8c26"),
          Map.entry("amber", "#ffb347"),
          Map.entry("yellow", "#ffe04a"),
          Map.entry("green", "#3dff5a"),
          Map.entry("teal", "#2ee6c8"),
          Map.entry("cyan", "#3ad8ff"),
          Map.entry("blue", "#3a6cff"),
          Map.entry("purple", "#9a4dff"),
          Map.entry("magenta", "#ff3dc8"),
          Map.entry("pink", "#ff8fb8"));

  private static final Map<String, Integer> KELVINS =
      Map.of("candle", 1900, "tungsten", 2850, "halogen", 3200, "daylight", 6504, "shade", 8000, "moonlight", 4100);

  /** The same hue at luminance 1; black stays white. */
  public static LightColor ofLinear(float red, float green, float blue) {
    float luminance = .2126f * red + .7152f * green + .0722f * blue;
    return luminance <= 0 ? WHITE : new LightColor(red / luminance, green / luminance, blue / luminance);
  }

  /**
   * @param text a name ({@code warm}, {@code blue}, {@code tungsten}…), {@code #rgb} or {@code #rrggbb} in sRGB, or a
   *     temperature such as {@code 3200K}
   */
  public static LightColor parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (KELVINS.containsKey(name)) {
      return ofKelvin(KELVINS.get(name));
    }
    String hex = NAMES.getOrDefault(name, name);
    if (hex.matches("#[0-9a-f]{3}")) {
      hex = "#" + hex.charAt(1) + hex.charAt(1) + hex.charAt(2) + hex.charAt(2) + hex.charAt(3) + hex.charAt(3);
    }
    if (hex.matches("#[0-9a-f]{6}")) {
      return ofLinear(part(hex, 1), part(hex, 3), part(hex, 5));
    }
    if (name.matches("[0-9]{4,5}k")) {
      int kelvin = Integer.parseInt(name.substring(0, name.length() - 1));
      if (kelvin >= 1700 && kelvin <= 25000) {
        return ofKelvin(kelvin);
      }
    }
    throw new BadInputException(
        "the colour \"" + text + "\" is not known: give #rrggbb, a temperature from 1700K to 25000K, or one of "
            + String.join(", ", new TreeSet<>(NAMES.keySet())) + ", "
            + String.join(", ", new TreeSet<>(KELVINS.keySet())));
  }

  private static float part(String hex, int at) {
    return Srgb.linear(Integer.parseInt(hex.substring(at, at + 2), 16) / 255f);
  }

  /**
   * A black body seen by a camera balanced to 6504 K: Planckian chromaticity by Kim et al. (US patent 7,024,034 B2, cubic
   * in 1/T, 1667–25000 K), to linear sRGB.
   */
  public static LightColor ofKelvin(double kelvin) {
    double[] warm = planckian(kelvin);
    double[] white = planckian(6504);
    return ofLinear(
        (float) (warm[0] / white[0]), (float) (warm[1] / white[1]), (float) (warm[2] / white[2]));
  }

  private static double[] planckian(double kelvin) {
    double t = 1000 / kelvin;
    double x =
        kelvin < 4000
            ? -0.2661239 * t * t * t - 0.2343589 * t * t + 0.8776956 * t + 0.179910
            : -3.0258469 * t * t * t + 2.1070379 * t * t + 0.2226347 * t + 0.240390;
    double y =
        kelvin < 2222
            ? -1.1063814 * x * x * x - 1.34811020 * x * x + 2.18555832 * x - 0.20219683
            : kelvin < 4000
                ? -0.9549476 * x * x * x - 1.37418593 * x * x + 2.09137015 * x - 0.16748867
                : 3.0817580 * x * x * x - 5.87338670 * x * x + 3.75112997 * x - 0.37001483;
    double bigX = x / y;
    double bigZ = (1 - x - y) / y;
    return new double[] {
      Math.max(1e-2, 3.2404542 * bigX - 1.5371385 - 0.4985314 * bigZ),
      Math.max(1e-2, -0.9692660 * bigX + 1.8760108 + 0.0415560 * bigZ),
      Math.max(1e-2, 0.0556434 * bigX - 0.2040259 + 1.0572252 * bigZ)
    };
  }
}
