package dev.keylight.media;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** FFmpeg's library-wide state: its log, silenced and kept for messages, and its error codes in words. */
final class Ffmpeg {
  private static final ThreadLocal<String> LAST_LINE = new ThreadLocal<>();

  /** Held for the life of the process: the native side keeps only a bare pointer to it. */
  private static final LogCallback LOG = new LogCallback() {
    @Override
    public void call(int level, BytePointer message) {
      if (level <= avutil.AV_LOG_ERROR && message != null) {
        String line = message.getString().strip();
        if (!line.isEmpty()) {
          LAST_LINE.set(line);
        }
      }
    }
  };

  static {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    avutil.setLogCallback(LOG);
  }

  private Ffmpeg() {}

  /** Forgets earlier log lines of this thread; call before an operation whose failure will be explained. */
  static void clearLog() {
    LAST_LINE.remove();
  }

  /** Why the last operation failed: FFmpeg's own last line if it logged one on this thread, else its code in words. */
  static String reason(int code) {
    String line = LAST_LINE.get();
    String words = describe(code);
    if (line == null || isSystemError(code)) {
      return words;
    }
    // FFmpeg prefixes its lines with "[component @ 0xaddress] ".
    return line.replaceAll("\\[[^]]* @ 0x[0-9a-f]+] ?", "").replaceAll("[.\\s]+$", "");
  }

  /** Plain errno values (no space, no permission) say more than whatever a codec logged about them. */
  private static boolean isSystemError(int code) {
    return code < 0 && code > -200 && code != avutil.AVERROR_EINVAL();
  }

  static String describe(int code) {
    byte[] text = new byte[256];
    avutil.av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  static boolean isEof(int code) {
    return code == avutil.AVERROR_EOF();
  }

  static boolean wouldBlock(int code) {
    return code == avutil.AVERROR_EAGAIN();
  }

  static Rational rational(AVRational value) {
    return new Rational(value.num(), Math.max(1, value.den()));
  }

  static AVRational rational(Rational value) {
    return new AVRational().num(Math.toIntExact(value.numerator())).den(Math.toIntExact(value.denominator()));
  }

  /** A value in one time base expressed in another, rounded to the nearest tick. */
  static long rescale(long value, Rational from, Rational to) {
    return avutil.av_rescale(value, Math.multiplyExact(from.numerator(), to.denominator()),
        Math.multiplyExact(from.denominator(), to.numerator()));
  }
}
