package dev.keylight.engine;

import dev.keylight.face.FaceObservation;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One frame of a video to be relit. The engine closes frame and matte.
 *
 * @param frame the picture as filmed
 * @param face the face on it; without one the frame passes unchanged
 * @param matte how much of each pixel is the person, 32-bit float in 0..1, same size; null without a face
 * @param sourceLight the light it was filmed in, smooth over time
 * @param light the light to put it in
 */
public record Shot(
    Frame frame, Optional<FaceObservation> face, Mat matte, SphericalHarmonics sourceLight, SphericalHarmonics light) {}
