package dev.keylight.lcvd.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Boxes out of what S³FD's levels say, as published (spec §7.2). */
final class FaceBoxes {
  private static final float CANDIDATE = .05f;
  private static final float FACE = .5f;
  private static final float MOST_OVERLAP = .3f;
  private static final float SHIFT = .1f;
  private static final float GROWTH = .2f;
  private static final int FINEST_STRIDE = 4;
  private static final int ANCHOR = 4; // in strides

  /** A box around a face, in pixels, and how surely it is one. */
  record Box(float left, float top, float right, float bottom, float score) {
    /** Widths count both edge pixels. */
    private float area() {
      return (right - left + 1) * (bottom - top + 1);
    }

    private float overlap(Box o) {
      float width = Math.max(0, Math.min(right, o.right) - Math.max(left, o.left) + 1);
      float height = Math.max(0, Math.min(bottom, o.bottom) - Math.max(top, o.top) + 1);
      return width * height / (area() + o.area() - width * height);
    }
  }

  private FaceBoxes() {}

  /** Faces, the surest first; of boxes that overlap only the surest stays. */
  static List<Box> of(List<S3fd.Level> levels) {
    List<Box> candidates = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      add(levels.get(i), FINEST_STRIDE << i, candidates);
    }
    candidates.sort(Comparator.comparingDouble(box -> -box.score));
    List<Box> kept = new ArrayList<>();
    for (Box box : candidates) {
      if (box.score > FACE && kept.stream().noneMatch(k -> k.overlap(box) > MOST_OVERLAP)) {
        kept.add(box);
      }
    }
    return kept;
  }

  private static void add(S3fd.Level level, int stride, List<Box> to) {
    Tensor scores = torch.softmax(level.scores(), 1).narrow(1, 1, 1).contiguous();
    Tensor moves = level.boxes().contiguous();
    int width = (int) scores.size(3);
    int places = width * (int) scores.size(2);
    float[] score = new float[places];
    float[] move = new float[4 * places];
    scores.data_ptr_float().get(score);
    moves.data_ptr_float().get(move);
    float anchor = ANCHOR * stride;
    for (int i = 0; i < places; i++) {
      if (score[i] > CANDIDATE) {
        float x = stride / 2f + i % width * stride + move[i] * SHIFT * anchor;
        float y = stride / 2f + i / width * stride + move[places + i] * SHIFT * anchor;
        float w = anchor * (float) Math.exp(move[2 * places + i] * GROWTH);
        float h = anchor * (float) Math.exp(move[3 * places + i] * GROWTH);
        to.add(new Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2, score[i]));
      }
    }
  }
}
