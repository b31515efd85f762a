package dev.keylight.lcvd.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.Lamp;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.pipeline.Demo;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The light there is, on one face in two lights. */
class PresentLightTest {
  private static final SphericalHarmonics SIDE =
      SphericalHarmonics.ambient(0.3f, 0.3f, 0.3f).plus(Lamp.of(60, 10, 0.9f, 0.2f).harmonics());

  @TempDir private Path folder;

  private static FaceObservation face(Frame picture) {
    try (FaceModel faces = new MeshFaceModel(TrackingOptions.still())) {
      return faces.observe(picture).get(0);
    }
  }

  @Test
  void the_first_frame_says_what_is_there_and_later_ones_change_it_slowly() {
    FaceTopology topology = FaceTopology.builtIn();
    try (Frame picture = Images.read(Demo.portrait(folder)); Mat flipped = new Mat()) {
      FaceObservation face = face(picture);
      PresentLight present = new PresentLight(topology);
      SphericalHarmonics read = new PhotoLight(topology).of(picture, face);
      assertThat(present.of(picture, face, SIDE).distance(read)).isLessThan(1e-3f);
      opencv_core.flip(picture.pixels(), flipped, 1);
      try (Frame mirrored = Frame.still(flipped.clone())) {
        FaceObservation there = face(mirrored);
        SphericalHarmonics other = new PhotoLight(topology).of(mirrored, there);
        SphericalHarmonics next = present.of(mirrored, there, SIDE);
        assertThat(next.distance(read)).isBetween(1e-4f, 0.3f * other.distance(read));
      }
    }
  }

  @Test
  void a_change_of_the_light_asked_for_is_followed_at_once() {
    FaceTopology topology = FaceTopology.builtIn();
    try (Frame picture = Images.read(Demo.portrait(folder))) {
      FaceObservation face = face(picture);
      PresentLight present = new PresentLight(topology);
      SphericalHarmonics read = new PhotoLight(topology).of(picture, face);
      present.of(picture, face, read);
      assertThat(present.of(picture, face, read).distance(read)).as("asked for what is there").isLessThan(1e-3f);
      PresentLight other = new PresentLight(topology);
      other.of(picture, face, read);
      assertThat(other.of(picture, face, SIDE).distance(SIDE)).as("nine tenths of the asked light's way").isLessThan(0.2f * read.distance(SIDE));
    }
  }
}
