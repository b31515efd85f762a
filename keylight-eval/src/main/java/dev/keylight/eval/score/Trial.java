package dev.keylight.eval.score;

import dev.keylight.eval.footage.Footage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A result and what it was made from.
 *
 * @param method who made it, as tables name it
 * @param clip which of the protocol's clips it is; the same for all methods
 * @param result the video or picture under test
 * @param source the portrait or video it was made from
 * @param driver the video whose motion it has
 * @param truth the real video it should equal
 * @param light the light that was asked for, as {@code --light} names it: a photo, a named light, JSON
 * @param tileLength frames of a tile where the method works in tiles, else 0
 * @param tileOverlap frames that neighbouring tiles share
 */
public record Trial(
    String method,
    String clip,
    Footage result,
    Optional<Footage> source,
    Optional<Footage> driver,
    Optional<Footage> truth,
    Optional<String> light,
    int tileLength,
    int tileOverlap) {

  /** Lights that are files which can be shown; not JSON, panoramas or words. */
  private static final Pattern PICTURED = Pattern.compile("(?i).+\\.(png|jpe?g|webp|mp4|mov|webm|mkv)");

  /** A result by itself; add what it was made from. */
  public static Trial of(String method, String clip, Footage result) {
    return new Trial(method, clip, result, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);
  }

  public Trial withSource(Footage footage) {
    return new Trial(method, clip, result, Optional.of(footage), driver, truth, light, tileLength, tileOverlap);
  }

  public Trial withDriver(Footage footage) {
    return new Trial(method, clip, result, source, Optional.of(footage), truth, light, tileLength, tileOverlap);
  }

  public Trial withTruth(Footage footage) {
    return new Trial(method, clip, result, source, driver, Optional.of(footage), light, tileLength, tileOverlap);
  }

  public Trial withLight(String said) {
    return new Trial(method, clip, result, source, driver, truth, Optional.of(said), tileLength, tileOverlap);
  }

  public Trial withTiles(int length, int overlap) {
    return new Trial(method, clip, result, source, driver, truth, light, length, overlap);
  }

  /**
   * What a picture of it shows, by name: the result under its method's, then {@code source}, {@code driver} and, where it was
   * asked for by a photo or video, {@code light}.
   */
  public Map<String, Footage> shown() {
    Map<String, Footage> shown = new LinkedHashMap<>();
    shown.put(method, result);
    source.ifPresent(footage -> shown.put("source", footage));
    driver.ifPresent(footage -> shown.put("driver", footage));
    light.filter(said -> PICTURED.matcher(said).matches()).map(Path::of).filter(Files::isRegularFile)
        .ifPresent(file -> shown.put("light", Footage.of(file)));
    return shown;
  }

  /** The same clip by another method. */
  public Trial by(String otherMethod, Footage otherResult) {
    return new Trial(otherMethod, clip, otherResult, source, driver, truth, light, tileLength, tileOverlap);
  }
}
