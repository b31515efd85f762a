package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.model.Loaded;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** S³FD and FAN one after the other, as the published preprocessing uses them. Owns their weights. */
public final class PublishedFinder implements FaceFinder {
  /** Mean colour of S³FD's training pictures, blue first. */
  private static final float[] MEAN = {104, 117, 123};

  private final Loaded<S3fd> detector;
  private final Loaded<Fan> landmarks;

  /** @param detector,landmarks closed with this */
  public PublishedFinder(Loaded<S3fd> detector, Loaded<Fan> landmarks) {
    this.detector = detector;
    this.landmarks = landmarks;
  }

  @Override
  public Optional<float[]> find(Mat rgb) {
    try (PointerScope scope = new PointerScope(); NoGradGuard inference = new NoGradGuard()) {
      Tensor bgr = pixels(rgb).flip(1).sub(Tensor.create(MEAN).view(1, 3, 1, 1));
      List<FaceBoxes.Box> faces = FaceBoxes.of(detector.network().apply(bgr));
      return faces.isEmpty() ? Optional.empty() : Optional.of(landmarks(rgb, faces.get(0)));
    }
  }

  private float[] landmarks(Mat rgb, FaceBoxes.Box face) {
    Heatmaps square = Heatmaps.around(face);
    try (Mat cut = square.cut(rgb)) {
      Tensor maps = landmarks.network().apply(pixels(cut).div(new Scalar(255.0))).contiguous();
      float[] values = new float[(int) maps.numel()];
      maps.data_ptr_float().get(values);
      return square.peaks(values);
    }
  }

  /** An 8-bit picture as {@code [1, 3, height, width]} in 0..255. */
  private static Tensor pixels(Mat rgb) {
    Mat packed = rgb.isContinuous() ? rgb : rgb.clone();
    return torch.from_blob(packed.data(), new long[] {rgb.rows(), rgb.cols(), 3}, new TensorOptions(ScalarType.Byte))
        .to(ScalarType.Float).permute(2, 0, 1).unsqueeze(0);
  }

  @Override
  public void close() {
    detector.close();
    landmarks.close();
  }
}
