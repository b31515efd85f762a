package dev.keylight.lcvd.checkpoint;

/** The escapes in the text lines of pickles of protocol 0. */
final class Escapes {
  private static final String LETTERS = "ntrabfv\\'\"";
  private static final String MEANT = "\n\t\r\u0007\b\f\u000b\\'\"";

  private Escapes() {}

  /** Python's {@code repr} of a byte string: quotes around it; {@code \xHH}, octal and single letters stand for bytes. */
  static String quoted(String line) {
    if (line.length() < 2) {
      return line;
    }
    StringBuilder text = new StringBuilder(line.length());
    int end = line.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = line.charAt(i);
      if (c != '\\' || i + 1 == end) {
        text.append(c);
        continue;
      }
      char next = line.charAt(++i);
      int letter = LETTERS.indexOf(next);
      if (letter >= 0) {
        text.append(MEANT.charAt(letter));
      } else if (next == 'x' && i + 2 < end) {
        text.append((char) Integer.parseInt(line, i + 1, i + 3, 16));
        i += 2;
      } else if (next >= '0' && next <= '7') {
        int stop = i + 1;
        while (stop < Math.min(i + 3, end) && line.charAt(stop) >= '0' && line.charAt(stop) <= '7') {
          stop++;
        }
        text.append((char) (Integer.parseInt(line, i, stop, 8) & 0xff));
        i = stop - 1;
      } else {
        text.append(c).append(next);
      }
    }
    return text.toString();
  }

  /** Python's raw-unicode-escape: only {@code \\uHHHH} is special. */
  static String unicode(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      if (line.startsWith("\\u", i) && i + 6 <= line.length()) {
        text.append((char) Integer.parseInt(line, i + 2, i + 6, 16));
        i += 5;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }
}
