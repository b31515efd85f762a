package dev.keylight.light;

import dev.keylight.BadInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what users write after {@code --light}.
 *
 * <pre>
 *   rembrandt                       a named light, also rembrandt-right
 *   face.jpg                        the light on a photographed face
 *   studio.hdr, studio.exr          a panorama
 *   light.json                      coefficients, or keyframes over time
 *   dir:az=40,el=30,intensity=1.2,color=#ffd0a0,ambient=.2,soft=.3
 *   rembrandt*0.7+overcast*0.3      a mix of any of these
 *   turn:studio.hdr,by=90           turned to the right
 *   mirror:face.jpg                 left and right swapped
 *   rotate:rembrandt,period=4       once round in 4 s; also speed=90 (degrees a second), axis=x|y|z
 *   follow:clip.mp4                 the light on another video's face
 *   @odd+name.jpg                   the rest is a file's name, whatever it looks like
 * </pre>
 *
 * A file that exists under exactly the given name is taken before the signs + and * are read; names of lights come before
 * files without an extension.
 */
final class LightParser {
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp");
  private static final Set<String> PANORAMAS = Set.of("hdr", "exr", "pic");
  private static final Set<String> VIDEOS = Set.of("mp4", "mov", "mkv", "webm", "avi", "m4v", "mpg", "mpeg");
  private static final Map<String, float[]> AXES =
      Map.of("x", new float[] {1, 0, 0}, "y", new float[] {0, 1, 0}, "z", new float[] {0, 0, 1});

  private final String text;

  LightParser(String text) {
    this.text = text.strip();
  }

  LightSpec parse() {
    if (text.isEmpty()) {
      throw new BadInputException("the light is empty; name one (" + String.join(", ", NamedLights.baseNames()) + ") or a file");
    }
    if (text.startsWith("@")) {
      return file(text.substring(1));
    }
    if (NamedLights.knows(text)) {
      return new LightSpec.Named(text.toLowerCase(Locale.ROOT));
    }
    if (exists(text)) {
      return file(text);
    }
    if (text.contains("+") || text.contains("*")) {
      return mix();
    }
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    return switch (colon < 2 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "dir", "lamp" -> direction(rest);
      case "rotate" -> rotating(rest);
      case "turn" -> turned(rest);
      case "mirror" -> new LightSpec.Mirrored(LightSpec.parse(rest));
      case "follow" -> new LightSpec.Follow(path(rest.startsWith("@") ? rest.substring(1) : rest));
      default -> fileOrUnknown();
    };
  }

  private LightSpec mix() {
    List<LightSpec.Share> shares = new ArrayList<>();
    for (String part : text.split("\\+")) {
      int star = part.lastIndexOf('*');
      String light = star < 0 ? part : part.substring(0, star);
      float weight = star < 0 ? 1 : number("the weight of " + light.strip(), part.substring(star + 1), 0, 1000);
      shares.add(new LightSpec.Share(LightSpec.parse(light), weight));
    }
    return shares.size() == 1 ? shares.get(0).light() : new LightSpec.Mix(List.copyOf(shares));
  }

  private LightSpec direction(String rest) {
    Map<String, String> options = new LinkedHashMap<>();
    String none = options(rest, Set.of("az", "el", "intensity", "color", "colour", "ambient", "soft"), options);
    if (!none.isEmpty()) {
      throw new BadInputException(
          "in \"" + text + "\", \"" + none + "\" is not understood; dir: takes az, el, intensity, color, ambient and soft");
    }
    String color = options.getOrDefault("color", options.getOrDefault("colour", "white"));
    Lamp lamp =
        new Lamp(
            number("az", options.getOrDefault("az", "0"), -360, 360),
            number("el", options.getOrDefault("el", "0"), -90, 90),
            number("intensity", options.getOrDefault("intensity", "1"), 0, 100),
            LightColor.parse(color),
            number("soft", options.getOrDefault("soft", "0"), 0, 1));
    return new LightSpec.Direction(lamp, number("ambient", options.getOrDefault("ambient", ".1"), 0, 100));
  }

  private LightSpec rotating(String rest) {
    Map<String, String> options = new LinkedHashMap<>();
    LightSpec base = LightSpec.parse(options(rest, Set.of("period", "speed", "axis"), options));
    String axis = options.getOrDefault("axis", "y").toLowerCase(Locale.ROOT);
    if (!AXES.containsKey(axis)) {
      throw new BadInputException("axis in \"" + text + "\" must be x (right), y (up) or z (towards the camera)");
    }
    double speed =
        options.containsKey("speed")
            ? number("speed", options.get("speed"), -7200, 7200)
            : 360 / number("period", options.getOrDefault("period", "4"), .05f, 86400);
    return new LightSpec.Rotating(base, AXES.get(axis), speed);
  }

  private LightSpec turned(String rest) {
    Map<String, String> options = new LinkedHashMap<>();
    LightSpec base = LightSpec.parse(options(rest, Set.of("by"), options));
    return new LightSpec.Turned(base, number("by", options.getOrDefault("by", "90"), -3600, 3600));
  }

  /** Takes {@code key=value} pairs of the known keys off the end; what is left is the rest. */
  private static String options(String rest, Set<String> known, Map<String, String> into) {
    String left = rest;
    while (!left.isEmpty()) {
      int comma = left.lastIndexOf(',');
      String last = left.substring(comma + 1);
      int equals = last.indexOf('=');
      String key = equals < 0 ? "" : last.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!known.contains(key)) {
        break;
      }
      into.put(key, last.substring(equals + 1).strip());
      left = left.substring(0, Math.max(0, comma));
    }
    return left.strip();
  }

  private float number(String name, String value, float low, float high) {
    try {
      float number = Float.parseFloat(value.strip());
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the range
    }
    throw new BadInputException(
        String.format(Locale.ROOT, "%s in \"%s\" is \"%s\", expected a number from %s to %s",
            name, text, value.strip(), plain(low), plain(high)));
  }

  private static String plain(float number) {
    return number == (int) number ? Integer.toString((int) number) : Float.toString(number);
  }

  private LightSpec fileOrUnknown() {
    if (!extension(text).isEmpty() || text.contains("/") || text.contains("\\")) {
      return file(text);
    }
    NamedLights.of(text); // throws, with the nearest name
    throw new IllegalStateException(text);
  }

  private static LightSpec file(String name) {
    String extension = extension(name);
    Path path = path(name);
    if (!Files.exists(path)) {
      throw new BadInputException("there is no file " + name + " to take light from");
    }
    if (PICTURES.contains(extension)) {
      return new LightSpec.Photo(path);
    }
    if (PANORAMAS.contains(extension)) {
      return new LightSpec.Panorama(path);
    }
    if (extension.equals("json")) {
      return new LightSpec.Json(path);
    }
    if (VIDEOS.contains(extension)) {
      return new LightSpec.Follow(path);
    }
    throw new BadInputException(
        name + " is no light: expected a photo (jpg, png, webp, tiff), a panorama (hdr, exr), JSON or a video");
  }

  private static Path path(String name) {
    try {
      return Path.of(name.strip());
    } catch (InvalidPathException e) {
      throw new BadInputException("\"" + name + "\" cannot be a file's name", e);
    }
  }

  private static boolean exists(String name) {
    try {
      return !extension(name).isEmpty() && Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
    return extension.matches("[a-z0-9]{2,4}") && !extension.matches("[0-9]+") ? extension : "";
  }
}
