package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Changes what the warp made by what the model makes of it: the warp's latents get noise, are denoised under shading and
 * reference, and the difference of the two decoded pictures is added over the face. So what the autoencoder cannot hold, fine
 * detail and everything outside the face, stays the warp's.
 */
final class Refiner {
  /** Side of the pictures the model was trained on. */
  static final int SIZE = 256;

  private final TinyNetworks model;
  private final TinyOptions options;
  private final long seed;
  private final TinyHint hint;

  Refiner(TinyNetworks model, TinyOptions options, FaceTopology topology, long seed) {
    this.model = model;
    this.options = options;
    this.seed = seed;
    this.hint = new TinyHint(topology, SIZE);
  }

  /** Changes frames in place; all of them have a head. */
  void refine(List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor warped = stack(drafts.stream().map(draft -> cut(draft.frame().pixels(), draft.head())).toList());
      Tensor coded = model.encode(warped);
      Tensor background = background(drafts);
      Tensor hints = stack(drafts.stream().map(this::hint).toList());
      Tensor made = model.sample(new TinyNetworks.Conditions(background, hints, coded),
          new TinyNetworks.Way(options.guidance(), options.shaded(), options.referred(), options.sigma(), options.steps()), coded, seed);
      Tensor change = model.decode(made).sub(model.decode(coded)).mul(new Scalar(127.5)).permute(0, 2, 3, 1).contiguous();
      for (int i = 0; i < drafts.size(); i++) {
        add(change.select(0, i), drafts.get(i));
      }
    }
  }

  private static Tensor stack(List<Tensor> pictures) {
    return torch.stack(new TensorVector(pictures.toArray(Tensor[]::new)), 0);
  }

  /** Latents of the scenes where the person is not; clips have one scene for all their frames, which is coded once. */
  private Tensor background(List<Draft> drafts) {
    List<Tensor> all = new ArrayList<>();
    Mat before = null;
    for (Draft draft : drafts) {
      Draft.Head head = draft.head();
      if (head.scene() != before) {
        before = head.scene();
        Tensor person = floats(head.matte(), 1);
        Tensor free = torch.max_pool2d(person.unsqueeze(0), model.scale(), model.scale()).lt(new Scalar(0.5))
            .to(ScalarType.Float);
        all.add(model.encode(signed(head.scene()).unsqueeze(0)).mul(free).squeeze(0));
      } else {
        all.add(all.get(all.size() - 1));
      }
    }
    return stack(all);
  }

  private static Tensor cut(Mat picture, Draft.Head head) {
    try (Mat square = head.square().cut(picture, SIZE)) {
      return signed(square);
    }
  }

  private Tensor hint(Draft draft) {
    try (Frame drawn = hint.draw(draft.head().vertices(), draft.head().light())) {
      return bytes(drawn.pixels()).div(new Scalar(255));
    }
  }

  /** {@code [3, height, width]} in −1..1. */
  private static Tensor signed(Mat picture) {
    return Scope.keep(() -> bytes(picture).div(new Scalar(127.5)).sub(new Scalar(1)));
  }

  private static Tensor bytes(Mat picture) {
    return Scope.keep(() -> torch.from_blob(picture.data(), new long[] {picture.rows(), picture.cols(), 3},
        new TensorOptions(ScalarType.Byte)).to(ScalarType.Float).permute(2, 0, 1).contiguous());
  }

  private static Tensor floats(Mat grey, int channels) {
    return Scope.keep(() -> torch.from_blob(grey.data(), new long[] {channels, grey.rows(), grey.cols()},
        new TensorOptions(ScalarType.Float)).clone());
  }

  /** @param change {@code [SIZE, SIZE, 3]} in levels */
  private static void add(Tensor change, Draft draft) {
    HeadSquare square = draft.head().square();
    try (Mat levels = new Mat(SIZE, SIZE, opencv_core.CV_32FC3);
        Mat mask = HeadSquare.faceMask(draft.head().vertices(), SIZE);
        Mat masks = new Mat();
        Mat sum = new Mat();
        Mat view = square.view(draft.frame().pixels())) {
      Pointer.memcpy(levels.data(), new FloatPointer(change.data_ptr()), change.nbytes());
      opencv_core.merge(new MatVector(mask, mask, mask), masks);
      opencv_core.multiply(levels, masks, levels);
      try (Mat fitted = square.fit(levels)) {
        view.convertTo(sum, opencv_core.CV_32FC3);
        opencv_core.add(sum, fitted, sum);
        sum.convertTo(view, opencv_core.CV_8UC3); // rounds and saturates
      }
    }
  }
}
