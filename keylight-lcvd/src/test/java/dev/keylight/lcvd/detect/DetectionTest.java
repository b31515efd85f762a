package dev.keylight.lcvd.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.GeneratedPicture;
import dev.keylight.lcvd.detect.FaceBoxes.Box;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands around S³FD and FAN, against numpy. */
class DetectionTest {
  private static final Box FACE = new Box(20.3f, 11.6f, 61.1f, 55.9f, .9f);

  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** 32-bit exponentials of sides up to 700 pixels differ by some 1e-4; boxes stand at the same places in the same order. */
  @Test
  void boxesAreDecodedSuppressedAndOrdered() {
    List<S3fd.Level> levels = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int side = 64 >> i;
      Tensor scores = GeneratedParameters.input("input.scores." + i, 1, 2, side, side).mul(new Scalar(3));
      Tensor background = scores.narrow(1, 0, 1).sub(new Scalar(2.2)).add(new Scalar(2.2));
      Tensor face = scores.narrow(1, 1, 1).sub(new Scalar(2.2));
      Tensor moves = GeneratedParameters.input("input.moves." + i, 1, 4, side, side).mul(new Scalar(3));
      levels.add(new S3fd.Level(torch.cat(new TensorVector(background, face), 1), moves));
    }
    List<Box> boxes = FaceBoxes.of(levels);
    float[] numbers = new float[5 * boxes.size()];
    for (int i = 0; i < boxes.size(); i++) {
      Box b = boxes.get(i);
      float[] box = {b.left(), b.top(), b.right(), b.bottom(), b.score()};
      System.arraycopy(box, 0, numbers, 5 * i, 5);
    }
    assertThat(boxes.size()).isGreaterThan(100);
    Expected.near(Tensor.create(numbers, boxes.size(), 5), "s3fd.kept", 1e-3);
  }

  /** OpenCV on both sides: the same bytes. */
  @Test
  void theSquareOfAFaceIsCutWithBlackBeyondThePicture() {
    try (Mat picture = GeneratedPicture.of("input.crop", 60, 80); Mat cut = Heatmaps.around(FACE).cut(picture)) {
      Tensor all = Tensor.create(GeneratedPicture.numbers(cut), 256, 256, 3);
      Tensor sampled = all.view(32, 8, 32, 8, 3).select(1, 0).select(2, 0);
      Expected.near(sampled, "fan.crop", 0);
    }
  }

  @Test
  void peaksAreWholePixelsOfThePicture() {
    float[] peaks = Heatmaps.around(FACE).peaks(GeneratedParameters.numbers("input.heatmaps", 68 * 64 * 64));
    Expected.near(Tensor.create(peaks, 68, 2), "fan.peaks", 0);
  }
}
