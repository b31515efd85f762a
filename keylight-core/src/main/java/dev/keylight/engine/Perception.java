package dev.keylight.engine;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How pictures are read for an engine: by which face model, with which matte and which estimate of light. An engine that
 * was trained on another than the built-in one brings its own ({@link Engine#perception}).
 */
public interface Perception extends AutoCloseable {
  /** A face model of its own for one clip or picture; the caller closes it. */
  FaceModel faces(TrackingOptions options);

  /** How much of each pixel is the person, 32-bit float in 0..1, same size as the frame; owned by the caller. */
  Mat matte(Frame frame, FaceObservation face);

  /** The light in which the picture of a face was taken. */
  SphericalHarmonics light(Frame frame, FaceObservation face);

  @Override
  void close();
}
