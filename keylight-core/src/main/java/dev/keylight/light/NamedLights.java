package dev.keylight.light;

import dev.keylight.BadInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The named lights of portrait photography, each a few lamps and an even part. Angles are from the camera: azimuth to the
 * right of the picture, elevation up. A light from the side exists as {@code -left} (light comes from the left of the
 * picture) and {@code -right}; the bare name is the left one, as most portraits are lit. Exposure does not matter here,
 * it is balanced to the portrait later; the ratio of key to fill does.
 */
public final class NamedLights {
  private record Setup(String story, boolean sided, float ambient, LightColor sky, List<Lamp> lamps) {
    SphericalHarmonics harmonics(boolean right) {
      SphericalHarmonics light =
          SphericalHarmonics.ambient(ambient * sky.red(), ambient * sky.green(), ambient * sky.blue());
      for (Lamp lamp : lamps) {
        light = light.plus((right ? lamp.mirrored() : lamp).harmonics());
      }
      return light;
    }
  }

  private static final Map<String, Setup> SETUPS = new LinkedHashMap<>();

  static {
    //  name, story, ambient, lamps: azimuth, elevation, intensity, softness[, colour]
    sided("rembrandt", "key high at the side, a lit triangle on the far cheek", .05f, lamp(-52, 40, 1, .08f));
    sided("loop", "key a little aside and above, the nose throws a short loop", .11f, lamp(-32, 36, 1, .12f));
    sided("split", "key straight from the side, half the face in the dark", .06f, lamp(-88, 5, 1.1f, .03f));
    sided("short", "key from the far side of the camera, the near cheek in shade", .08f, lamp(-62, 25, 1, .2f));
    sided("side", "soft light from the side", .08f, lamp(-75, 10, 1, .3f));
    even("butterfly", "key high in front, shadow under the nose", .07f, lamp(0, 55, 1, .08f));
    even("clamshell", "butterfly with a reflector from below", .10f, lamp(0, 48, .9f, .3f), lamp(0, -42, .35f, .5f));
    even("flat", "light from the camera, no shadows", .35f, lamp(0, 5, .7f, .3f));
    even("ring", "ring flash round the lens", .10f, lamp(0, 0, 1, .2f));
    sided("rim", "two lamps from behind, the face outlined", .14f, lamp(-132, 25, 1.4f, .1f), lamp(115, 20, .7f, .1f));
    even("backlight", "the sun behind the head", .22f, lamp(-158, 32, .9f, .1f), lamp(158, 32, .9f, .1f));
    sided("soft-window", "a large window at the side", .16f, lamp(-64, 18, 1, .55f, "#eef4ff"));
    sided("window", "a bare window, harder", .06f, lamp(-70, 20, 1, .25f, "#eaf2ff"));
    even("overcast", "a grey sky", .20f, lamp(0, 80, .75f, .9f, "#f2f6ff"));
    even("noon", "the sun overhead, dark eye sockets", .10f, lamp(12, 76, 1.2f, .02f, "#fff6e8"));
    sided("golden-hour", "a low warm sun, blue sky opposite", .07f, lamp(-55, 14, 1.1f, .12f, "3000K"),
        lamp(120, 50, .2f, .9f, "#9cc4ff"));
    sided("blue-hour", "after sunset, a warm window", .16f, "#8fb4ff", lamp(0, 60, .3f, .9f, "#86b0ff"),
        lamp(-68, 5, .5f, .2f, "2700K"));
    sided("tungsten", "a table lamp", .07f, lamp(-48, 8, 1, .2f, "2700K"));
    even("candle", "one flame below the chin", .04f, lamp(10, -32, 1, .15f, "1900K"));
    even("campfire", "fire from below under a night sky", .06f, "#6f86c0", lamp(-15, -38, 1, .4f, "2000K"));
    even("horror", "a torch under the chin", .05f, lamp(0, -58, 1, .05f));
    sided("moonlight", "cool and contrasty from above", .06f, "#7f9cff", lamp(-45, 46, .8f, .06f, "#a9c4ff"));
    sided("neon", "magenta from one side, cyan from the other", .05f, "#6a4dff", lamp(-68, 8, .9f, .25f, "#ff2bd0"),
        lamp(68, 5, .9f, .25f, "#19d3ff"));
    sided("teal-orange", "warm key, teal fill", .05f, "#4aa8b0", lamp(-48, 28, 1, .2f, "#ffae66"),
        lamp(75, 5, .5f, .4f, "#2bb7c9"));
    sided("studio", "key, fill and hair light", .08f, lamp(-40, 32, 1, .25f), lamp(42, 12, .25f, .6f),
        lamp(160, 45, .5f, .2f));
    even("ambient", "the same light from everywhere", 1);
  }

  private NamedLights() {}

  /** Every name, sides spelled out, in the order of the table. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    SETUPS.forEach(
        (name, setup) -> {
          names.add(name);
          if (setup.sided) {
            names.add(name + "-left");
            names.add(name + "-right");
          }
        });
    return Collections.unmodifiableList(names);
  }

  /** Names without the mirrored ones. */
  public static List<String> baseNames() {
    return List.copyOf(SETUPS.keySet());
  }

  /** One line about a light. */
  public static String story(String name) {
    return setup(name).story;
  }

  public static boolean knows(String name) {
    return names().contains(normalised(name));
  }

  /**
   * @throws BadInputException naming the nearest match and all names, if there is no such light
   */
  public static SphericalHarmonics of(String name) {
    return setup(name).harmonics(normalised(name).endsWith("-right"));
  }

  private static Setup setup(String name) {
    if (!knows(name)) {
      throw new BadInputException(
          "there is no light named \"" + name + "\"; did you mean " + nearest(name) + "? Known lights: "
              + String.join(", ", SETUPS.keySet()) + " (those from a side also with -left or -right)");
    }
    String plain = normalised(name);
    return SETUPS.containsKey(plain) ? SETUPS.get(plain) : SETUPS.get(plain.replaceFirst("-(left|right)$", ""));
  }

  private static String normalised(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
  }

  /** The name with the fewest letters to change. */
  static String nearest(String name) {
    String plain = normalised(name);
    return names().stream().min(Comparator.comparingInt(n -> distance(plain, n))).orElseThrow();
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  private static void sided(String name, String story, float ambient, Lamp... lamps) {
    SETUPS.put(name, new Setup(story, true, ambient, LightColor.WHITE, List.of(lamps)));
  }

  private static void sided(String name, String story, float ambient, String sky, Lamp... lamps) {
    SETUPS.put(name, new Setup(story, true, ambient, LightColor.parse(sky), List.of(lamps)));
  }

  private static void even(String name, String story, float ambient, Lamp... lamps) {
    SETUPS.put(name, new Setup(story, false, ambient, LightColor.WHITE, List.of(lamps)));
  }

  private static void even(String name, String story, float ambient, String sky, Lamp... lamps) {
    SETUPS.put(name, new Setup(story, false, ambient, LightColor.parse(sky), List.of(lamps)));
  }

  private static Lamp lamp(float azimuth, float elevation, float intensity, float softness) {
    return Lamp.of(azimuth, elevation, intensity, softness);
  }

  private static Lamp lamp(float azimuth, float elevation, float intensity, float softness, String color) {
    return new Lamp(azimuth, elevation, intensity, LightColor.parse(color), softness);
  }
}
