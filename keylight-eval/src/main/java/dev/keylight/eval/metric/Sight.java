package dev.keylight.eval.metric;

import dev.keylight.face.FaceObservation;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** One picture and what is known about it, found when first asked for and kept. Owns the picture. */
public final class Sight implements AutoCloseable {
  private final Frame frame;
  private final FaceObservation face;
  private final Viewer viewer;
  private final Map<Object, Object> known = new HashMap<>();

  Sight(Frame frame, FaceObservation face, Viewer viewer) {
    this.frame = frame;
    this.face = face;
    this.viewer = viewer;
  }

  public Frame frame() {
    return frame;
  }

  /** RGB, 8 bits. */
  public Mat rgb() {
    return frame.pixels();
  }

  /** Luma, 8 bits. */
  public Mat grey() {
    return once("grey", () -> {
      Mat grey = new Mat();
      opencv_imgproc.cvtColor(rgb(), grey, opencv_imgproc.COLOR_RGB2GRAY);
      return grey;
    });
  }

  /** The largest face, as the tracker's raw points; null where none is seen. */
  public FaceObservation face() {
    return face;
  }

  /** How much of each pixel is the person, 32-bit float; null without a face. */
  public Mat matte() {
    return face == null ? null : once("matte", () -> viewer.matte(this));
  }

  /** The light on the face by the built-in fit; null without a face or where too little skin is to be seen. */
  public SphericalHarmonics light() {
    return face == null ? null : once("light", () -> viewer.light(this));
  }

  /**
   * Something a metric finds out about the picture, so that others need not find it again. Closed with the sight if it can
   * be.
   *
   * @param key whose finding it is
   */
  @SuppressWarnings("unchecked")
  public <T> T once(Object key, Supplier<T> find) {
    if (!known.containsKey(key)) {
      known.put(key, find.get());
    }
    return (T) known.get(key);
  }

  @Override
  public void close() {
    for (Object fact : known.values()) {
      if (fact instanceof Mat mat) {
        mat.close();
      }
    }
    frame.close();
  }
}
