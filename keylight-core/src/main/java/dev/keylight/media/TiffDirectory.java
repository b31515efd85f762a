package dev.keylight.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first directory of a TIFF structure (TIFF 6.0, section 2), which EXIF uses too: numbered tags with values. */
final class TiffDirectory {
  static final int IMAGE_WIDTH = 256;
  static final int IMAGE_LENGTH = 257;
  static final int PHOTOMETRIC = 262;
  static final int ORIENTATION = 274;
  static final int EXTRA_SAMPLES = 338;

  /** Photometric interpretation of inks, CMYK. */
  static final int SEPARATED = 5;
  static final int UNASSOCIATED_ALPHA = 2;

  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private final ByteBuffer content;
  private final long entries;
  private final int count;

  /** @param content begins with the byte-order mark */
  TiffDirectory(ByteBuffer content) {
    boolean little = content.remaining() >= 8 && content.getShort(0) == 0x4949;
    this.content = content.duplicate().order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = content.remaining() < 8 ? Long.MAX_VALUE : this.content.getInt(4) & 0xFFFFFFFFL;
    boolean present = directory <= content.remaining() - 2;
    count = present ? this.content.getShort((int) directory) & 0xFFFF : 0;
    entries = directory + 2;
  }

  /** A tag's single number, or the fallback if the tag is absent. */
  long value(int tag, long fallback) {
    for (int i = 0; i < count && entries + (i + 1L) * ENTRY_BYTES <= content.limit(); i++) {
      int at = (int) entries + i * ENTRY_BYTES;
      if ((content.getShort(at) & 0xFFFF) == tag) {
        boolean isShort = content.getShort(at + 2) == SHORT;
        return isShort ? content.getShort(at + 8) & 0xFFFF : content.getInt(at + 8) & 0xFFFFFFFFL;
      }
    }
    return fallback;
  }
}
