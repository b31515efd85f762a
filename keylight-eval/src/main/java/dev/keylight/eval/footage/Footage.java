package dev.keylight.eval.footage;

import dev.keylight.BadInputException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a video or picture file.
 *
 * @param file the video, picture or folder of pictures
 * @param firstColumn leftmost column used, in pixels
 * @param endColumn the column after the last one used; 0 for the picture's own width
 * @param skip frames left out at the start
 */
public record Footage(Path file, int firstColumn, int endColumn, int skip) {
  private static final Pattern FORM = Pattern.compile("(.+?)(?:@(\\d{1,6}):(\\d{1,6}))?(?:\\+(\\d{1,9}))?");

  public Footage {
    if (firstColumn < 0 || (endColumn != 0 && endColumn <= firstColumn) || skip < 0) {
      throw new BadInputException(
          file + ": columns " + firstColumn + ".." + endColumn + " after " + skip + " frames are no part of a video; "
              + "write FILE@FIRST:END+SKIP with FIRST below END");
    }
  }

  /** All of a file. */
  public static Footage of(Path file) {
    return new Footage(file, 0, 0, 0);
  }

  /**
   * Reads {@code FILE}, {@code FILE@FIRST:END}, {@code FILE+SKIP} or {@code FILE@FIRST:END+SKIP}, where END is the column
   * after the last: {@code relighting.mp4@1024:1536+1} is the published sample's result.
   */
  public static Footage parse(String said) {
    Matcher parts = FORM.matcher(said);
    if (!parts.matches()) {
      throw new BadInputException("'" + said + "' names no video; write FILE or FILE@FIRST:END+SKIP");
    }
    return new Footage(Path.of(parts.group(1)), number(parts.group(2)), number(parts.group(3)), number(parts.group(4)));
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return file + (endColumn == 0 ? "" : "@" + firstColumn + ":" + endColumn) + (skip == 0 ? "" : "+" + skip);
  }
}
