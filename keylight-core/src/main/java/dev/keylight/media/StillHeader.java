package dev.keylight.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The format and size of a picture, read from its content without decoding, so that limits hold even for a tiny file
 * that claims to be huge.
 *
 * @param format {@code png}, {@code jpeg}, {@code webp}, {@code tiff} or {@code bmp}
 * @param width stored width in pixels, before any EXIF rotation; 0 if the content ends before saying
 * @param height stored height in pixels, before any EXIF rotation; 0 if the content ends before saying
 * @param complete whether the end of the picture's data is there
 * @param alpha what a fourth channel means
 */
record StillHeader(String format, long width, long height, boolean complete, Alpha alpha) {
  /** What a fourth channel means. */
  enum Alpha {
    /** Straight alpha if there is a fourth channel. */
    IF_PRESENT,
    /** Straight alpha in a TIFF. */
    TIFF_STRAIGHT,
    /** No transparency, whatever the decoder gives: CMYK. */
    NONE
  }

  private StillHeader(String format, long width, long height, boolean complete) {
    this(format, width, height, complete, Alpha.IF_PRESENT);
  }

  /** As many bytes as {@link #formatOf} looks at. */
  static final int MAGIC_BYTES = 12;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454E44;
  private static final int ACTL = 0x6163544C;
  private static final int VP8X = 0x56503858;
  private static final int VP8L = 0x5650384C;

  /** Which still format the first bytes belong to, or null. */
  static String formatOf(ByteBuffer start) {
    if (start.remaining() < MAGIC_BYTES) {
      return null;
    }
    int first = start.getInt(0);
    if (start.getLong(0) == PNG_SIGNATURE) {
      return "png";
    }
    if (first >>> 8 == 0xFFD8FF) {
      return "jpeg";
    }
    if (first == 0x52494646 && start.getInt(8) == 0x57454250) { // RIFF, WEBP
      return "webp";
    }
    if (first == 0x49492A00 || first == 0x4D4D002A) {
      return "tiff";
    }
    return first >>> 16 == 0x424D ? "bmp" : null;
  }

  /** Null if the content is no such picture, or an animation (APNG), which is read as a video. */
  static StillHeader read(ByteBuffer content) {
    String format = formatOf(content);
    if (format == null) {
      return null;
    }
    try {
      return switch (format) {
        case "png" -> png(content);
        case "jpeg" -> jpeg(content);
        case "webp" -> webp(content.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        case "tiff" -> tiff(new TiffDirectory(content));
        default -> bmp(content.duplicate().order(ByteOrder.LITTLE_ENDIAN));
      };
    } catch (IndexOutOfBoundsException e) {
      return new StillHeader(format, 0, 0, false);
    }
  }

  /** PNG, third edition, §5.3 and §11.2. */
  private static StillHeader png(ByteBuffer content) {
    long width = content.getInt(16) & 0xFFFFFFFFL;
    long height = content.getInt(20) & 0xFFFFFFFFL;
    if (content.getInt(12) != IHDR) {
      return new StillHeader("png", 0, 0, false);
    }
    for (long at = 8; at + 12 <= content.limit();) {
      int type = content.getInt((int) at + 4);
      if (type == ACTL) {
        return null;
      }
      if (type == IEND) {
        return new StillHeader("png", width, height, true);
      }
      at += 12 + (content.getInt((int) at) & 0xFFFFFFFFL);
    }
    return new StillHeader("png", width, height, false);
  }

  /** ITU-T T.81, annex B. */
  private static StillHeader jpeg(ByteBuffer content) {
    int at = 2;
    while (content.get(at) == (byte) 0xFF) {
      int code = content.get(at + 1) & 0xFF;
      boolean startOfFrame = code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
      if (startOfFrame) {
        long height = content.getShort(at + 5) & 0xFFFF;
        long width = content.getShort(at + 7) & 0xFFFF;
        return new StillHeader("jpeg", width, height, hasEndOfImage(content, at));
      }
      at += code == 0xFF ? 1 : 2 + (content.getShort(at + 2) & 0xFFFF);
    }
    return new StillHeader("jpeg", 0, 0, false);
  }

  /** Searched from the back, because cameras append previews and padding after it. */
  private static boolean hasEndOfImage(ByteBuffer content, int from) {
    for (int i = content.limit() - 2; i > from; i--) {
      if (content.get(i) == (byte) 0xFF && content.get(i + 1) == (byte) 0xD9) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9649, §2.3 to §2.7. */
  private static StillHeader webp(ByteBuffer content) {
    boolean complete = content.limit() >= 8 + (content.getInt(4) & 0xFFFFFFFFL);
    return switch (Integer.reverseBytes(content.getInt(12))) {
      case VP8X -> new StillHeader("webp", 1 + (content.getInt(24) & 0xFFFFFF), 1 + (content.getInt(26) >>> 8),
          complete);
      case VP8L -> new StillHeader("webp", 1 + (content.getInt(21) & 0x3FFF), 1 + (content.getInt(21) >> 14 & 0x3FFF),
          complete);
      default -> new StillHeader("webp", content.getShort(26) & 0x3FFF, content.getShort(28) & 0x3FFF, complete);
    };
  }

  private static StillHeader tiff(TiffDirectory directory) {
    Alpha alpha = Alpha.IF_PRESENT;
    if (directory.value(TiffDirectory.PHOTOMETRIC, 2) == TiffDirectory.SEPARATED) {
      alpha = Alpha.NONE;
    } else if (directory.value(TiffDirectory.EXTRA_SAMPLES, 0) == TiffDirectory.UNASSOCIATED_ALPHA) {
      alpha = Alpha.TIFF_STRAIGHT;
    }
    return new StillHeader("tiff", directory.value(TiffDirectory.IMAGE_WIDTH, 0),
        directory.value(TiffDirectory.IMAGE_LENGTH, 0), true, alpha);
  }

  private static StillHeader bmp(ByteBuffer content) {
    return new StillHeader("bmp", content.getInt(18), Math.abs((long) content.getInt(22)), true);
  }
}
