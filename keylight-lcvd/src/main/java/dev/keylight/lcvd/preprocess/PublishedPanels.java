package dev.keylight.lcvd.preprocess;

import dev.keylight.BadInputException;
import dev.keylight.light.Lighting;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Rational;
import dev.keylight.shading.FivePanel;
import dev.keylight.shading.LandmarkMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * The published hand-over pictures, one by one: first the portrait driven by itself under its own light, then the portrait
 * as every frame of the driver moves it, under the target light. Where the driver shows no face, the last one seen stays;
 * the published code would look at the whole picture there, or stop.
 */
public final class PublishedPanels implements Iterator<Frame>, AutoCloseable {
  private static final int SIZE = FivePanel.SIZE;

  private final FaceReader reader;
  private final FrameSource driver;
  private final Lighting lighting;
  private final CodeAligner aligner;
  private final FlameHint hint;
  private final LandmarkReader mesh = new LandmarkReader();
  private final Frame source;
  private final Frame matte;
  private final Sighting reference;
  private Frame sourceLandmarks;
  private Frame lastLandmarks;
  private Sighting lastSeen;
  private Frame next;
  private long delay = Long.MIN_VALUE;
  private boolean selfGiven;
  private long held;

  /**
   * @param name of the portrait, for messages
   * @param portrait stays the caller's
   * @param matte how much of each pixel of the portrait is the person, grey, 8-bit; stays the caller's
   * @param driver stays the caller's
   * @throws BadInputException when the portrait shows no face, or the driver no frame
   */
  public PublishedPanels(String name, Mat portrait, Mat matte, FaceReader reader, FrameSource driver, Lighting lighting,
      PreprocessOptions options) {
    this.reader = reader;
    this.driver = driver;
    this.lighting = lighting;
    this.hint = new FlameHint(reader.flame().model().vertexCount(), reader.region().triangles(), SIZE);
    source = Frame.still(PillowBicubic.resize(portrait, SIZE, SIZE));
    this.matte = grey(matte);
    reference = reader.see(source.pixels()).orElseThrow(() -> new BadInputException(
        name + " shows no face that can be found; use a picture in which one looks roughly towards the camera"));
    aligner = new CodeAligner(reference, options.alignment(), options.composed());
    sourceLandmarks = landmarks(source.pixels(), options.swappedReference());
    next = driver.next();
    if (next == null) {
      throw new BadInputException(driver.info().file() + " has no frames");
    }
  }

  private static Frame grey(Mat matte) {
    Mat rgb = new Mat();
    opencv_imgproc.cvtColor(matte, rgb, opencv_imgproc.COLOR_GRAY2RGB);
    return Frame.still(rgb);
  }

  /** The landmark map of a picture, or null without a face. */
  private Frame landmarks(Mat rgb, boolean swapped) {
    try (Mat seen = new Mat()) {
      if (swapped) {
        opencv_imgproc.cvtColor(rgb, seen, opencv_imgproc.COLOR_RGB2BGR);
      }
      return mesh.find(swapped ? seen : rgb).map(vertices -> LandmarkMap.draw(vertices, SIZE, SIZE)).orElse(null);
    }
  }

  /** The portrait's own light, as DECA sees it. */
  public SphericalHarmonics sourceLight() {
    return reference.code().light();
  }

  /** Frames of the driver in which no face was found, so far. */
  public long held() {
    return held;
  }

  @Override
  public boolean hasNext() {
    return !selfGiven || next != null;
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (!selfGiven) {
      selfGiven = true;
      return joined(source, sourceLandmarks, reference, next.presentationTime(), next.timeBase());
    }
    try (Frame now = next) {
      Frame panels = driven(now);
      next = driver.next();
      return panels;
    }
  }

  private Frame driven(Frame now) {
    if (delay == Long.MIN_VALUE) {
      double rate = driver.info().frameRate().value();
      delay = Math.max(1, Math.round(1 / (rate * now.timeBase().value()))); // the self frame took the first one's time
    }
    try (Mat rgb = now.opaque(); Frame frame = Frame.still(PillowBicubic.resize(rgb, SIZE, SIZE))) {
      Sighting seen = reader.see(frame.pixels()).orElse(null);
      held += seen == null ? 1 : 0;
      lastSeen = seen != null ? seen : lastSeen != null ? lastSeen : reader.whole(frame.pixels());
      Frame map = landmarks(frame.pixels(), false);
      if (map != null) {
        close(lastLandmarks);
        lastLandmarks = map;
      }
      Sighting aligned = aligner.align(lastSeen, lighting.at(now.seconds()));
      return joined(frame, lastLandmarks, aligned, now.presentationTime() + delay, now.timeBase());
    }
  }

  private Frame joined(Frame driving, Frame landmarks, Sighting face, long time, Rational timeBase) {
    try (Frame shading = hint.draw(face.head(reader.flame()), face.projection(), face.code().light()); Scalar black = new Scalar(0, 0, 0, 0);
        Frame none = Frame.still(new Mat(SIZE, SIZE, opencv_core.CV_8UC3, black))) {
      Frame panels = FivePanel.join(source, matte, driving, landmarks == null ? none : landmarks, shading);
      return Frame.of(panels.pixels(), time, timeBase);
    }
  }

  @Override
  public void close() {
    for (Frame frame : new Frame[] {source, matte, sourceLandmarks, lastLandmarks, next}) {
      close(frame);
    }
    sourceLandmarks = null;
    lastLandmarks = null;
    next = null;
    mesh.close();
  }

  private static void close(Frame frame) {
    if (frame != null) {
      frame.close();
    }
  }
}
