package dev.keylight.train.data;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;

/**
 * One prepared clip: one person, one scene, square, as a safetensors file that is mapped and never read as a whole. Hints
 * and landmark maps are not in it: they are drawn from mesh and light when needed, which is exact and costs nothing to
 * store. The layout is {@link ClipWriter}'s.
 */
public final class Clip implements AutoCloseable {
  private final Path file;
  private final Tensor pictures;
  private final Tensor mattes;
  private final float[] vertices;
  private final float[] canonical;
  private final float[] poses;
  private final float[] lights;
  private final List<Tensor> owned = new ArrayList<>();

  private Clip(Path file) {
    this.file = file;
    Checkpoint content = Checkpoint.open(file);
    this.pictures = mapped(content, ClipWriter.PICTURES);
    this.mattes = mapped(content, ClipWriter.MATTES);
    this.vertices = numbers(content, ClipWriter.VERTICES);
    this.canonical = numbers(content, ClipWriter.CANONICAL);
    this.poses = numbers(content, ClipWriter.POSES);
    this.lights = numbers(content, ClipWriter.LIGHTS);
  }

  /** @throws dev.keylight.BadInputException when it is missing, damaged, or no clip */
  public static Clip open(Path file) {
    return new Clip(file);
  }

  private Tensor mapped(Checkpoint content, String name) {
    Tensor tensor = content.tensor(name);
    tensor.retainReference();
    owned.add(tensor);
    return tensor;
  }

  private static float[] numbers(Checkpoint content, String name) {
    try (Tensor tensor = content.tensor(name)) {
      float[] values = new float[(int) tensor.numel()];
      new FloatPointer(tensor.data_ptr()).get(values);
      return values;
    }
  }

  public Path file() {
    return file;
  }

  public int frames() {
    return (int) pictures.size(0);
  }

  /** Width and height in pixels. */
  public int side() {
    return (int) pictures.size(1);
  }

  /** All pictures, {@code [frames, side, side, 3]}, bytes of sRGB; the clip's own. */
  public Tensor pictures() {
    return pictures;
  }

  /** All mattes, {@code [frames, side, side]}, 255 is the person; the clip's own. */
  public Tensor mattes() {
    return mattes;
  }

  /** A copy of one picture, owned by the caller. */
  public Frame picture(int index) {
    Mat pixels = new Mat(side(), side(), opencv_core.CV_8UC3);
    copy(pictures, index, pixels);
    return Frame.still(pixels);
  }

  /** One matte as engines take it, 32-bit float in 0..1, owned by the caller. */
  public Mat matte(int index) {
    Mat result = new Mat();
    try (Mat bytes = new Mat(side(), side(), opencv_core.CV_8UC1)) {
      copy(mattes, index, bytes);
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
    int count = vertices.length / frames();
    float[] p = part(poses, index, ClipWriter.POSE_NUMBERS);
    float[] rotation = new float[9];
    System.arraycopy(p, 1, rotation, 0, 9);
    Pose pose = new Pose(p[0], rotation, new float[] {p[10], p[11], p[12]});
    return new FaceObservation(0, part(vertices, index, count), part(canonical, index, count), pose, 1, false);
  }

  /** The light one picture was taken in, smooth over time. */
  public SphericalHarmonics light(int index) {
    return new SphericalHarmonics(part(lights, index, 3 * SphericalHarmonics.BANDS));
  }

  private static float[] part(float[] all, int index, int count) {
    float[] one = new float[count];
    System.arraycopy(all, index * count, one, 0, count);
    return one;
  }

  @Override
  public void close() {
    owned.forEach(Tensor::releaseReference);
    owned.clear();
  }
}
