package dev.keylight.media;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Whether a Matroska or WebM file is as long as it says. FFmpeg takes a cut between two frames for the end of the clip;
 * the file's outermost elements (RFC 8794 §4 to §6, RFC 9559 §4.5) tell the difference.
 */
final class MatroskaSize {
  private static final int EBML_HEADER = 0x1A45DFA3;
  private static final int SEGMENT = 0x18538067;
  private static final int ID_BYTES = 4;

  private MatroskaSize() {}

  static boolean isCut(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long at = 0;
      while (at + ID_BYTES < in.length()) {
        in.seek(at);
        int id = in.readInt();
        int first = in.readUnsignedByte();
        int extra = Integer.numberOfLeadingZeros(first) - 24;
        if (id != EBML_HEADER && id != SEGMENT || extra > 7 || in.getFilePointer() + extra > in.length()) {
          return false;
        }
        long size = first & 0x7F >> extra;
        boolean unknown = size == 0x7F >> extra;
        for (int i = 0; i < extra; i++) {
          int next = in.readUnsignedByte();
          size = size << 8 | next;
          unknown &= next == 0xFF;
        }
        at = in.getFilePointer() + size;
        if (id == SEGMENT) {
          // Live recordings leave the size unknown.
          return !unknown && at > in.length();
        }
      }
      return false;
    }
  }
}
