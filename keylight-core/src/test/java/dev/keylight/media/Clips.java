package dev.keylight.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small clips and sounds made on the spot. */
final class Clips {
  static final Rational NTSC = new Rational(30000, 1001);

  private Clips() {}

  static Path write(Path file, int width, int height, int frames, Output output) {
    try (FrameSink sink = Media.create(file, output)) {
      for (int i = 0; i < frames; i++) {
        try (Frame frame = Patterns.smooth(width, height, false, i, output.frameRate())) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    return file;
  }

  static int count(Path file) {
    int count = 0;
    try (FrameSource source = Media.open(file)) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        frame.close();
        count++;
      }
    }
    return count;
  }

  /** A 440 Hz tone as 16-bit stereo WAV. */
  static Path tone(Path file, double seconds) throws IOException {
    int rate = 44_100;
    int samples = (int) (seconds * rate);
    ByteBuffer wav = ByteBuffer.allocate(44 + samples * 4).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes()).putInt(36 + samples * 4).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1)
        .putShort((short) 2).putInt(rate).putInt(rate * 4).putShort((short) 4).putShort((short) 16)
        .put("data".getBytes()).putInt(samples * 4);
    for (int i = 0; i < samples; i++) {
      short value = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / rate));
      wav.putShort(value).putShort(value);
    }
    return Files.write(file, wav.array());
  }

  /** Where the contents of the first box of a type begin in an MP4 file. */
  static int box(byte[] mp4, String type) {
    byte[] wanted = type.getBytes();
    for (int i = 4; i < mp4.length - 4; i++) {
      if (mp4[i] == wanted[0] && mp4[i + 1] == wanted[1] && mp4[i + 2] == wanted[2] && mp4[i + 3] == wanted[3]) {
        return i + 4;
      }
    }
    throw new AssertionError("no box " + type);
  }
}
