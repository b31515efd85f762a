package dev.keylight.train;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.light.Lamp;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.train.data.ClipWriter;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A data set of painted discs that have a face's mesh, made in a moment. */
public final class SmallData {
  private SmallData() {}

  /** Two people, one clip each, and a third for validation. */
  public static Path write(Path folder, int side, int frames) throws IOException {
    Files.createDirectories(folder.resolve("clips"));
    List<ManifestRow> rows = new ArrayList<>();
    for (int person = 0; person < 3; person++) {
      String name = "person" + person;
      clip(Dataset.file(folder, name), side, frames, person);
      rows.add(new ManifestRow(name, name + ".mp4", null, frames, 0, 1, side / 2f, 100, 0, 0, side, null, person,
          person < 2 ? Dataset.TRAIN : Dataset.VALIDATION));
    }
    Dataset.write(folder, rows);
    return folder;
  }

  private static void clip(Path file, int side, int frames, int person) {
    float[] mean = FaceTopology.builtIn().canonical();
    try (ClipWriter clip = new ClipWriter(side, frames, 478)) {
      for (int i = 0; i < frames; i++) {
        float scale = side / 40f;
        Pose pose = new Pose(scale, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[] {side / 2f + 0.1f * i, side / 2f, 0});
        float[] canonical = Arrays.copyOf(mean, 3 * 478);
        float[] vertices = new float[canonical.length];
        for (int v = 0; v < 478; v++) {
          pose.toImage(canonical, 3 * v, vertices, 3 * v);
        }
        SphericalHarmonics light = SphericalHarmonics.ambient(0.3f, 0.3f, 0.3f).plus(Lamp.of(40 - 30 * person, 20, 0.7f, 0.3f).harmonics());
        byte[] pixels = new byte[3 * side * side];
        float[] matte = new float[side * side];
        for (int p = 0; p < matte.length; p++) {
          double r = Math.hypot(p % side - vertices[12], p / side - vertices[13]) / side;
          matte[p] = r < 0.35 ? 1 : 0;
          for (int c = 0; c < 3; c++) {
            pixels[3 * p + c] = (byte) (r < 0.35 ? 200 - 30 * c - 40 * person - 80 * r + 20 * ((p % side) / (double) side) : 60 + 20 * c);
          }
        }
        Mat picture = new Mat(side, side, opencv_core.CV_8UC3);
        picture.data().put(pixels);
        try (Frame frame = Frame.still(picture); Mat alpha = new Mat(side, side, opencv_core.CV_32F, new Scalar(0))) {
          new FloatPointer(alpha.data()).put(matte);
          clip.add(frame, new FaceObservation(0, vertices, canonical, pose, 1, false), alpha, light);
        }
      }
      clip.write(file);
    }
  }
}
