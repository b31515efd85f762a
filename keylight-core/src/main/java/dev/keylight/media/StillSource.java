package dev.keylight.media;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.opencv.opencv_core.Mat;

/** One still picture as a source of a single frame. It is decoded at once: only then is its alpha known. */
final class StillSource implements FrameSource {
  private final MediaInfo info;
  private Frame frame;

  private StillSource(MediaInfo info, Frame frame) {
    this.info = info;
    this.frame = frame;
  }

  /** Null if the content is an animation after all. */
  static StillSource open(Path file, Limits limits) {
    byte[] content = Images.content(file, limits);
    StillHeader header = StillHeader.read(ByteBuffer.wrap(content));
    if (header == null) {
      return null;
    }
    Images.requireDecodable(file, header, limits);
    Mat pixels = Images.decode(file, content, header, limits);
    MediaInfo info = new MediaInfo(file, true, pixels.cols(), pixels.rows(), new Rational(1, 1), false, 1, 0, false,
        pixels.channels() == 4, header.format(), "");
    return new StillSource(info, Frame.still(pixels));
  }

  @Override
  public MediaInfo info() {
    return info;
  }

  @Override
  public Frame next() {
    Frame only = frame;
    frame = null;
    return only;
  }

  @Override
  public void close() {
    if (frame != null) {
      frame.close();
      frame = null;
    }
  }
}
