package dev.keylight.train.data;

import dev.keylight.face.FaceObservation;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Collects one clip and writes it as safetensors: {@code pictures} and {@code mattes} as bytes, {@code vertices},
 * {@code canonical}, {@code poses} (scale, nine of rotation, three of translation) and {@code lights} as float32, one row
 * a frame. Nothing is compressed, so that any frame is one copy away.
 *
 * <p>With DECA and FLAME also, one row a frame, {@code flame_vertices}, {@code flame_cameras}, {@code flame_lights} and
 * {@code flame_landmarks} as float32 and {@code flame_crops} (centre and side) as float64, and once {@code flame_triangles} as
 * int32: see {@link FlameSight}. Vertices and not DECA's code, because a training then needs no FLAME and computes none, for
 * 27 kB a frame (2.5 % of a picture of 512²) where the code would take 1.
 */
public final class ClipWriter implements AutoCloseable {
  static final String PICTURES = "pictures";
  static final String MATTES = "mattes";
  static final String VERTICES = "vertices";
  static final String CANONICAL = "canonical";
  static final String POSES = "poses";
  static final String LIGHTS = "lights";
  static final String FLAME_VERTICES = "flame_vertices";
  static final String FLAME_CAMERAS = "flame_cameras";
  static final String FLAME_CROPS = "flame_crops";
  static final String FLAME_LIGHTS = "flame_lights";
  static final String FLAME_LANDMARKS = "flame_landmarks";
  static final String FLAME_TRIANGLES = "flame_triangles";

  /** What every clip has. */
  static final List<String> ALWAYS = List.of(PICTURES, MATTES, VERTICES, CANONICAL, POSES, LIGHTS);

  private static final int POSE_NUMBERS = 13;

  private final int side;
  private final int most;
  private final Map<String, Tensor> rows = new LinkedHashMap<>();
  private Tensor triangles;
  private int frames;

  /**
   * @param side of the square pictures
   * @param most frames that may come
   * @param vertices of the mesh
   */
  public ClipWriter(int side, int most, int vertices) {
    this.side = side;
    this.most = most;
    rows.put(PICTURES, empty(ScalarType.Byte, most, side, side, 3));
    rows.put(MATTES, empty(ScalarType.Byte, most, side, side));
    rows.put(VERTICES, empty(ScalarType.Float, most, vertices, 3));
    rows.put(CANONICAL, empty(ScalarType.Float, most, vertices, 3));
    rows.put(POSES, empty(ScalarType.Float, most, POSE_NUMBERS));
    rows.put(LIGHTS, empty(ScalarType.Float, most, SphericalHarmonics.BANDS, 3));
  }

  /**
   * Announces that every frame comes {@linkplain #flame with FLAME's face}.
   *
   * @param vertices of {@link FlameSight#vertices()}
   * @param triangles three of them each
   * @param landmarks of {@link FlameSight#landmarks()}
   */
  public ClipWriter withFlame(int vertices, int[] triangles, int landmarks) {
    rows.put(FLAME_VERTICES, empty(ScalarType.Float, most, vertices, 3));
    rows.put(FLAME_CAMERAS, empty(ScalarType.Float, most, 3));
    rows.put(FLAME_CROPS, empty(ScalarType.Double, most, 3));
    rows.put(FLAME_LIGHTS, empty(ScalarType.Float, most, SphericalHarmonics.BANDS, 3));
    rows.put(FLAME_LANDMARKS, empty(ScalarType.Float, most, landmarks, 3));
    this.triangles = empty(ScalarType.Int, triangles.length / 3, 3);
    try (IntPointer target = new IntPointer(this.triangles.data_ptr())) {
      target.put(triangles);
    }
    return this;
  }

  private static Tensor empty(ScalarType type, long... shape) {
    Tensor tensor = torch.empty(shape, new TensorOptions(type), null);
    tensor.retainReference();
    return tensor;
  }

  /**
   * Adds the next frame; nothing is kept of what is given.
   *
   * @param matte 32-bit float in 0..1
   * @param light may still be changed by {@link #light}
   */
  public void add(Frame frame, FaceObservation face, Mat matte, SphericalHarmonics light) {
    if (frames == most || frame.width() != side || frame.height() != side || frame.hasAlpha()) {
      throw new IllegalArgumentException("a clip of " + most + " RGB frames of " + side + "² cannot take this one");
    }
    bytes(PICTURES, frame.pixels());
    try (Mat grey = new Mat()) {
      matte.convertTo(grey, opencv_core.CV_8U, 255, 0);
      bytes(MATTES, grey);
    }
    floats(VERTICES, frames, face.vertices());
    floats(CANONICAL, frames, face.canonical());
    float[] pose = new float[POSE_NUMBERS];
    pose[0] = face.pose().scale();
    System.arraycopy(face.pose().rotation(), 0, pose, 1, 9);
    System.arraycopy(face.pose().translation(), 0, pose, 10, 3);
    floats(POSES, frames, pose);
    light(frames, light);
    frames++;
  }

  /** What the published preprocessing sees in the frame that was added last. */
  public void flame(FlameSight sight) {
    int last = frames - 1;
    floats(FLAME_VERTICES, last, sight.vertices());
    floats(FLAME_CAMERAS, last, sight.projection().camera());
    floats(FLAME_LIGHTS, last, sight.light().coefficients());
    floats(FLAME_LANDMARKS, last, sight.landmarks());
    CropTransform crop = sight.projection().crop();
    try (DoublePointer target = new DoublePointer(rows.get(FLAME_CROPS).data_ptr())) {
      target.position(3L * last).put(crop.centreX(), crop.centreY(), crop.size());
    }
  }

  /** Puts another light for a frame, once its neighbours are known. */
  public void light(int index, SphericalHarmonics light) {
    floats(LIGHTS, index, light.coefficients());
  }

  public int frames() {
    return frames;
  }

  private void bytes(String name, Mat from) {
    Tensor to = rows.get(name);
    long length = to.nbytes() / most;
    try (BytePointer target = new BytePointer(to.data_ptr()); Mat packed = from.isContinuous() ? null : from.clone()) {
      Pointer.memcpy(target.position(frames * length), (packed == null ? from : packed).data(), length);
    }
  }

  private void floats(String name, int index, float[] values) {
    Tensor to = rows.get(name);
    if (values.length * (long) most != to.numel()) {
      throw new IllegalArgumentException(name + " takes " + to.numel() / most + " numbers a frame, got " + values.length);
    }
    try (FloatPointer target = new FloatPointer(to.data_ptr())) {
      target.position((long) index * values.length).put(values);
    }
  }

  /** Writes the clip; the file appears when it is whole. */
  public void write(Path file) {
    Map<String, Tensor> filled = new LinkedHashMap<>();
    rows.forEach((name, whole) -> filled.put(name, whole.narrow(0, 0, frames)));
    Map<String, Tensor> all = new LinkedHashMap<>(filled);
    if (triangles != null) {
      all.put(FLAME_TRIANGLES, triangles);
    }
    SafetensorsWriter.write(file, all);
    filled.values().forEach(Tensor::close);
  }

  @Override
  public void close() {
    rows.values().forEach(Tensor::releaseReference);
    rows.clear();
    if (triangles != null) {
      triangles.releaseReference();
    }
  }
}
