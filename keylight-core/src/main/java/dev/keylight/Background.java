package dev.keylight;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What stands behind the person, as users say it: {@code keep}, {@code transparent}, {@code #rrggbb} or a picture file.
 *
 * @param kind which of them
 * @param rgb the colour, 0xRRGGBB; 0 for the other kinds
 * @param picture the file; null for the other kinds
 */
public record Background(Kind kind, int rgb, Path picture) {
  /** The kinds of background. */
  public enum Kind {
    KEEP,
    TRANSPARENT,
    COLOR,
    PICTURE
  }

  /** The portrait's own. */
  public static final Background KEEP = new Background(Kind.KEEP, 0, null);
  /** None: the result has an alpha channel. */
  public static final Background TRANSPARENT = new Background(Kind.TRANSPARENT, 0, null);

  /**
   * Reads what a user said.
   *
   * @throws BadInputException for a colour that is none
   */
  @JsonCreator
  public static Background of(String what) {
    String word = what.strip().toLowerCase(Locale.ROOT);
    if (word.equals("keep")) {
      return KEEP;
    }
    if (word.equals("transparent")) {
      return TRANSPARENT;
    }
    if (word.startsWith("#")) {
      if (!word.matches("#[0-9a-f]{6}")) {
        throw new BadInputException("background '" + what + "' is not a colour; write it as #rrggbb, such as #204060");
      }
      return new Background(Kind.COLOR, Integer.parseInt(word.substring(1), 16), null);
    }
    return new Background(Kind.PICTURE, 0, Path.of(what));
  }

  @JsonValue
  @Override
  public String toString() {
    return switch (kind) {
      case KEEP -> "keep";
      case TRANSPARENT -> "transparent";
      case COLOR -> String.format("#%06x", rgb);
      case PICTURE -> picture.toString();
    };
  }
}
