package dev.keylight.train.data;

import dev.keylight.BadInputException;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;

/**
 * One prepared clip: one person, one scene, square, as a safetensors file that is mapped once and never read as a whole: a
 * training has thousands of them open. Hints and landmark maps are not in it: {@link ClipMaps} draws them when needed, which
 * is exact and costs nothing to store. The layout is {@link ClipWriter}'s.
 */
public final class Clip implements AutoCloseable {
  private final Path file;
  private final Map<String, Tensor> content;

  private Clip(Path file) {
    this.file = file;
    this.content = Checkpoint.open(file).tensors();
    content.values().forEach(Tensor::retainReference);
    for (String name : ClipWriter.ALWAYS) {
      if (!content.containsKey(name)) {
        close();
        throw new BadInputException(file + " is no clip of a data set: it has no tensor named " + name);
      }
    }
  }

  /** @throws BadInputException when it is missing, damaged, or no clip */
  public static Clip open(Path file) {
    return new Clip(file);
  }

  public Path file() {
    return file;
  }

  public int frames() {
    return (int) pictures().size(0);
  }

  /** Width and height in pixels. */
  public int side() {
    return (int) pictures().size(1);
  }

  /** All pictures, {@code [frames, side, side, 3]}, bytes of sRGB; the clip's own. */
  public Tensor pictures() {
    return content.get(ClipWriter.PICTURES);
  }

  /** All mattes, {@code [frames, side, side]}, 255 is the person; the clip's own. */
  public Tensor mattes() {
    return content.get(ClipWriter.MATTES);
  }

  /** A copy of one picture, owned by the caller. */
  public Frame picture(int index) {
    Mat pixels = new Mat(side(), side(), opencv_core.CV_8UC3);
    copy(pictures(), index, pixels);
    return Frame.still(pixels);
  }

  /** One matte as engines take it, 32-bit float in 0..1, owned by the caller. */
  public Mat matte(int index) {
    Mat result = new Mat();
    try (Mat bytes = new Mat(side(), side(), opencv_core.CV_8UC1)) {
      copy(mattes(), index, bytes);
      bytes.convertTo(result, opencv_core.CV_32F, 1 / 255.0, 0);
    }
    return result;
  }

  private static void copy(Tensor from, int index, Mat to) {
    long bytes = from.nbytes() / from.size(0);
    try (BytePointer source = new BytePointer(from.data_ptr())) {
      Pointer.memcpy(to.data(), source.position(index * bytes), bytes);
    }
  }

  /** The face of one picture, in its pixels. */
  public FaceObservation face(int index) {
    float[] p = row(ClipWriter.POSES, index);
    float[] rotation = Arrays.copyOfRange(p, 1, 10);
    Pose pose = new Pose(p[0], rotation, new float[] {p[10], p[11], p[12]});
    return new FaceObservation(0, row(ClipWriter.VERTICES, index), row(ClipWriter.CANONICAL, index), pose, 1, false);
  }

  /** The light one picture was taken in, smooth over time. */
  public SphericalHarmonics light(int index) {
    return new SphericalHarmonics(row(ClipWriter.LIGHTS, index));
  }

  /** Whether it was prepared with DECA and FLAME. */
  public boolean hasFlame() {
    return content.containsKey(ClipWriter.FLAME_TRIANGLES);
  }

  /** What the published preprocessing sees in one picture, of a clip that {@linkplain #hasFlame has} it. */
  public FlameSight flame(int index) {
    float[] camera = row(ClipWriter.FLAME_CAMERAS, index);
    double[] crop = new double[3];
    try (DoublePointer all = new DoublePointer(content.get(ClipWriter.FLAME_CROPS).data_ptr())) {
      all.position(3L * index).get(crop);
    }
    return new FlameSight(row(ClipWriter.FLAME_VERTICES, index),
        new Projection(camera, new CropTransform(crop[0], crop[1], (int) crop[2])),
        new SphericalHarmonics(row(ClipWriter.FLAME_LIGHTS, index)), row(ClipWriter.FLAME_LANDMARKS, index));
  }

  /** How many vertices {@link FlameSight#vertices()} holds. */
  int flameVertices() {
    return (int) content.get(ClipWriter.FLAME_VERTICES).size(1);
  }

  /** Three of these vertices each. */
  int[] flameTriangles() {
    Tensor stored = content.get(ClipWriter.FLAME_TRIANGLES);
    int[] triangles = new int[(int) stored.numel()];
    try (IntPointer all = new IntPointer(stored.data_ptr())) {
      all.get(triangles);
    }
    return triangles;
  }

  private float[] row(String name, int index) {
    Tensor all = content.get(name);
    float[] one = new float[(int) (all.numel() / all.size(0))];
    try (FloatPointer numbers = new FloatPointer(all.data_ptr())) {
      numbers.position((long) index * one.length).get(one);
    }
    return one;
  }

  @Override
  public void close() {
    content.values().forEach(Tensor::releaseReference);
    content.clear();
  }
}
