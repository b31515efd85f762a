package dev.keylight.train;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.light.Lamp;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.train.data.ClipWriter;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.FlameSight;
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

  /** Points along a side of the dome that stands for FLAME's face. */
  private static final int POINTS = 7;

  /** Two people, one clip each, and a third for validation. */
  public static Path write(Path folder, int side, int frames) throws IOException {
    return write(folder, side, frames, false);
  }

  /** The same, as if prepared with DECA and FLAME: the face is a dome, lit from the left and higher up than the mesh. */
  public static Path withFlame(Path folder, int side, int frames) throws IOException {
    return write(folder, side, frames, true);
  }

  private static Path write(Path folder, int side, int frames, boolean flame) throws IOException {
    Files.createDirectories(folder.resolve("clips"));
    List<ManifestRow> rows = new ArrayList<>();
    for (int person = 0; person < 3; person++) {
      String name = "person" + person;
      clip(Dataset.file(folder, name), side, frames, person, flame);
      rows.add(new ManifestRow(name, name + ".mp4", null, frames, 0, 1, side / 2f, 100, 0, 0, side, null,
          flame ? ManifestRow.DECA : ManifestRow.MESH, person,
          person < 2 ? Dataset.TRAIN : Dataset.VALIDATION));
    }
    Dataset.write(folder, rows);
    return folder;
  }

  private static void clip(Path file, int side, int frames, int person, boolean flame) {
    float[] mean = FaceTopology.builtIn().canonical();
    try (ClipWriter clip = new ClipWriter(side, frames, 478)) {
      if (flame) {
        clip.withFlame(POINTS * POINTS, triangles(), 478);
      }
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
        if (flame) {
          clip.flame(sight(side, i, vertices));
        }
      }
      clip.write(file);
    }
  }

  /** A dome of 16 cm, seen by DECA's camera in the upper half of the picture. */
  private static FlameSight sight(int side, int frame, float[] landmarks) {
    float[] dome = new float[3 * POINTS * POINTS];
    for (int v = 0; v < POINTS * POINTS; v++) {
      float x = 0.16f * (v % POINTS / (POINTS - 1f) - 0.5f);
      float y = 0.16f * (0.5f - v / POINTS / (POINTS - 1f));
      dome[3 * v] = x;
      dome[3 * v + 1] = y;
      dome[3 * v + 2] = (float) Math.sqrt(0.014 - x * x - y * y);
    }
    CropTransform crop = new CropTransform(side / 2.0 + 0.1 * frame, side / 3.0, side / 2);
    return new FlameSight(dome, new Projection(new float[] {8, 0.001f, 0.002f}, crop),
        SphericalHarmonics.ambient(2, 2, 2).plus(Lamp.of(-50, 20, 1.5f, 0.3f).harmonics()), landmarks);
  }

  private static int[] triangles() {
    int[] triangles = new int[6 * (POINTS - 1) * (POINTS - 1)];
    int n = 0;
    for (int y = 0; y < POINTS - 1; y++) {
      for (int x = 0; x < POINTS - 1; x++) {
        int v = POINTS * y + x;
        for (int corner : new int[] {v, v + POINTS, v + 1, v + 1, v + POINTS, v + POINTS + 1}) {
          triangles[n++] = corner;
        }
      }
    }
    return triangles;
  }
}
