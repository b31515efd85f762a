package dev.keylight.train.tiny;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How far decoded pictures are off: in their colours, their edges, and seen from further away. */
final class PictureLoss {
  private PictureLoss() {}

  /** @param decoded and {@code pictures}, {@code [n, 3, height, width]} in −1..1 */
  static Tensor of(Tensor decoded, Tensor pictures) {
    Tensor loss = distance(decoded, pictures).add(torch.mse_loss(decoded, pictures).mul(new Scalar(0.5)));
    for (long k : new long[] {2, 4}) {
      loss = loss.add(distance(smaller(decoded, k), smaller(pictures, k)).mul(new Scalar(0.5)));
    }
    for (long axis : new long[] {2, 3}) {
      loss = loss.add(distance(edges(decoded, axis), edges(pictures, axis)).mul(new Scalar(0.5)));
    }
    return loss;
  }

  private static Tensor distance(Tensor a, Tensor b) {
    return torch.l1_loss(a, b);
  }

  private static Tensor smaller(Tensor x, long k) {
    return torch.avg_pool2d(x, k, k);
  }

  private static Tensor edges(Tensor x, long axis) {
    long size = x.size(axis);
    return x.narrow(axis, 1, size - 1).sub(x.narrow(axis, 0, size - 1));
  }
}
