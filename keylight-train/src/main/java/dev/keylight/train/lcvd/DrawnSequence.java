package dev.keylight.train.lcvd;

import dev.keylight.lcvd.nn.Scope;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * What a sequence shows, on the processor: float32, see {@link Sequence}. Owns the tensors.
 *
 * @param side of its pictures
 * @param random the batch's, as the drawing left it
 */
record DrawnSequence(long side, Tensor pictures, Tensor person, Tensor landmarks, Tensor shading, SplittableRandom random)
    implements AutoCloseable {
  static DrawnSequence of(Sequence sequence, SplittableRandom random) {
    return new DrawnSequence(sequence.clip().side(), Scope.lasting(sequence::pictures), Scope.lasting(sequence::person),
        Scope.lasting(sequence::landmarks), Scope.lasting(sequence::shading), random);
  }

  @Override
  public void close() {
    Scope.free(pictures);
    Scope.free(person);
    Scope.free(landmarks);
    Scope.free(shading);
  }
}
