package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Changes what the warp made by what the model makes of it: the warp's frames are coded, their latents changed, and the
 * difference of the decoded pictures is added over the face. So what the autoencoder cannot hold, fine detail and everything
 * outside the face, stays the warp's. Light is soft, and so is the difference made before it is added.
 */
final class Refiner {
  /** Side of the pictures the model was trained on. */
  static final int SIZE = 256;

  /** Deviation of the blur of what light changes, in pixels at the model's size: less than features, more than pores. */
  private static final double SOFTNESS = 4;

  private final TinyNetworks model;
  private final TinyOptions options;
  private final long seed;
  private final TinyHint hint;
  private final PresentLight present;

  Refiner(TinyNetworks model, TinyOptions options, FaceTopology topology, long seed) {
    this.model = model;
    this.options = options;
    this.seed = seed;
    this.hint = new TinyHint(topology, SIZE);
    this.present = new PresentLight(topology);
  }

  /** Changes frames in place; all of them have a head. */
  void refine(List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      List<Frame> heads = drafts.stream().map(Refiner::cut).toList();
      Tensor coded = model.encode(stack(heads.stream().map(head -> Pictures.signed(head.pixels())).toList()));
      List<Tensor> there = new ArrayList<>();
      for (int i = 0; i < heads.size(); i++) {
        there.add(there(heads.get(i), drafts.get(i).head()));
      }
      Tensor changed = changed(coded, stack(drafts.stream().map(draft -> draft.head().scene().latents(model)).toList()),
          stack(drafts.stream().map(draft -> hint(draft.head(), draft.head().light())).toList()), stack(there), false);
      heads.forEach(Frame::close);
      add(changed, coded, drafts);
    }
  }

  /** What the model sees of a frame; frames must come in their order. */
  Seen see(Draft draft) {
    Draft.Head head = draft.head();
    try (Frame cut = cut(draft)) {
      return new Seen(draft,
          Scope.lasting(() -> model.encode(Pictures.signed(cut.pixels()).unsqueeze(0)).squeeze(0)),
          Scope.lasting(() -> head.scene().latents(model).clone()),
          Scope.lasting(() -> hint(head, head.light())),
          Scope.lasting(() -> there(cut, head)));
    }
  }

  /**
   * Changed latents of frames of one clip that see each other, {@code [frames, channels, height, width]}; theirs who calls.
   *
   * @param frames how many the model looks at; a shorter clip stands still at its end
   */
  Tensor together(List<Seen> clip, int frames) {
    List<Seen> padded = new ArrayList<>(clip);
    while (clip.size() > 1 && padded.size() < frames) {
      padded.add(clip.get(clip.size() - 1));
    }
    return Scope.lasting(() -> changed(stack(padded, Seen::coded), stack(padded, Seen::background),
        stack(padded, Seen::wanted), stack(padded, Seen::present), clip.size() > 1).narrow(0, 0, clip.size()).clone());
  }

  /** Adds to frames what their latents have become, {@code [channels, height, width]} each. */
  void add(List<Tensor> changed, List<Seen> seen) {
    try (PointerScope scope = new PointerScope()) {
      add(stack(changed), stack(seen, Seen::coded), seen.stream().map(Seen::draft).toList());
    }
  }

  private void add(Tensor changed, Tensor coded, List<Draft> drafts) {
    Tensor change = model.decode(changed).sub(model.decode(coded)).mul(new Scalar(127.5)).permute(0, 2, 3, 1).contiguous();
    for (int i = 0; i < drafts.size(); i++) {
      add(change.select(0, i), drafts.get(i));
    }
  }

  private Tensor changed(Tensor coded, Tensor background, Tensor wanted, Tensor there, boolean together) {
    if (options.sampled()) {
      return model.sample(new TinyNetworks.Conditions(background, wanted, coded),
          new TinyNetworks.Way(options.guidance(), options.shaded(), options.referred(), options.sigma(), options.steps()),
          coded, seed, together);
    }
    return model.relit(coded, background, wanted, there, options.guidance(), options.sigma(), seed, together);
  }

  /** The shading under the light that is there; the sampler does not ask for it. */
  private Tensor there(Frame cut, Draft.Head head) {
    return options.sampled() ? torch.zeros(1) : hint(head, present.of(cut, head.face(), head.light()));
  }

  private static Tensor stack(List<Seen> seen, Function<Seen, Tensor> part) {
    return stack(seen.stream().map(part).toList());
  }

  private static Tensor stack(List<Tensor> pictures) {
    return torch.stack(new TensorVector(pictures.toArray(Tensor[]::new)), 0);
  }

  private static Frame cut(Draft draft) {
    return Frame.still(draft.head().square().cut(draft.frame().pixels(), SIZE));
  }

  private Tensor hint(Draft.Head head, SphericalHarmonics light) {
    try (Frame drawn = hint.draw(head.face().vertices(), light)) {
      return Pictures.levels(drawn.pixels()).div(new Scalar(255));
    }
  }

  /** @param change {@code [SIZE, SIZE, 3]} in levels */
  private void add(Tensor change, Draft draft) {
    HeadSquare square = draft.head().square();
    try (Mat levels = new Mat(SIZE, SIZE, opencv_core.CV_32FC3);
        Mat mask = HeadSquare.faceMask(draft.head().face().vertices(), SIZE);
        Mat masks = new Mat();
        Mat sum = new Mat();
        Size spread = new Size(0, 0);
        Mat view = square.view(draft.frame().pixels())) {
      Pointer.memcpy(levels.data(), new FloatPointer(change.data_ptr()), change.nbytes());
      if (!options.sampled()) {
        opencv_imgproc.GaussianBlur(levels, levels, spread, SOFTNESS);
      }
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
