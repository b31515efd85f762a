package dev.keylight.media;

import dev.keylight.KeylightException;

/** Exactly one frame as a picture file. */
final class SinglePicture implements FrameSink {
  private final AtomicFile file;
  private final Output output;
  private boolean written;

  SinglePicture(AtomicFile file, Output output) {
    this.file = file;
    this.output = output;
  }

  @Override
  public void write(Frame frame) {
    if (written) {
      throw new KeylightException(file.target() + " can hold only one picture; for a clip choose a .mp4, .webm or .mov "
          + "file, a folder, or a name with a number such as frame-%05d.png");
    }
    file.write(PictureEncoder.encode(frame.pixels(), file.target(), output.quality(), output.metadata()));
    written = true;
  }

  @Override
  public void finish() {
    if (!written) {
      throw new KeylightException("cannot write " + file.target() + ": there was not a single frame");
    }
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
