package dev.keylight.pipeline;

import dev.keylight.Background;
import dev.keylight.compose.Cutout;
import dev.keylight.compose.FaceCrop;
import dev.keylight.compose.PasteBack;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.PortraitMatte;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** From a rendered crop to the picture that was asked for: pasted back and put before its background. Not thread safe. */
final class Finishing implements AutoCloseable {
  private final Background background;
  private final PortraitMatte mattes;
  private FaceCrop crop;
  private PasteBack paste;
  private Mat behind;

  Finishing(Background background) {
    this.background = background;
    this.mattes = background.kind() == Background.Kind.KEEP ? null : new PortraitMatte();
  }

  /**
   * @param render belongs to this call from now on
   * @param picture the whole picture that the crop is part of; stays the caller's
   * @param face as it was rendered, in the crop
   * @return the finished frame
   */
  Frame finish(Frame render, Frame picture, FaceCrop from, FaceObservation face) {
    if (!from.equals(crop)) {
      crop = from;
      paste = new PasteBack(from);
    }
    Frame whole = paste.paste(picture, render);
    if (mattes == null) {
      return whole;
    }
    try (whole;
        Mat matte = mattes.next(whole, face.placed(1 / from.factor(), from.x(), from.y()))) {
      Frame person = Cutout.of(whole, matte);
      return background.kind() == Background.Kind.TRANSPARENT
          ? person
          : Pictures.replaced(person, Pictures.over(person.pixels(), behind(person.width(), person.height())));
    }
  }

  /**
   * A picture in which the person was not found, in the same format as the finished frames.
   *
   * @param picture belongs to this call from now on
   */
  Frame asItIs(Frame picture) {
    if (background.kind() != Background.Kind.TRANSPARENT) {
      return picture;
    }
    Mat opaque = new Mat();
    opencv_imgproc.cvtColor(picture.pixels(), opaque, opencv_imgproc.COLOR_RGB2RGBA);
    return Pictures.replaced(picture, opaque);
  }

  private Mat behind(int width, int height) {
    if (behind == null) {
      behind =
          background.kind() == Background.Kind.COLOR ? Pictures.filled(width, height, background.rgb()) : scene(width, height);
    }
    return behind;
  }

  /** The background picture, scaled to cover the result. */
  private Mat scene(int width, int height) {
    try (FrameSource source = Media.open(background.picture());
        Frame scene = Pictures.opaque(source.next(), 0)) {
      return Pictures.covering(scene.pixels(), width, height);
    }
  }

  @Override
  public void close() {
    if (mattes != null) {
      mattes.close();
    }
    if (behind != null) {
      behind.close();
    }
  }
}
