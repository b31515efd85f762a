package dev.keylight.lcvd.deca;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** DECA's encoder: a picture of a face to a list of numbers, by ResNet-50 and two linear layers (spec §7.3). */
public final class DecaEncoder {
  /** Name of the coarse encoder in {@code deca_model.tar}; the detail encoder and decoder beside it are not needed. */
  public static final String PART = "E_flame";

  /** Side of the picture it was trained on. */
  public static final int SIZE = 224;

  private static final long HIDDEN = 1024;

  private final ResNet50 backbone;
  private final Linear first;
  private final Linear second;

  /** @param outputs {@link DecaCode#LENGTH} for the coarse encoder */
  public DecaEncoder(Parameters p, long outputs) {
    backbone = new ResNet50(p.at("encoder"));
    first = new Linear(p.at("layers.0"), ResNet50.FEATURES, HIDDEN);
    second = new Linear(p.at("layers.2"), HIDDEN, outputs);
  }

  /**
   * @param faces {@code [pictures, 3, 224, 224]}, RGB in 0..1
   * @return {@code [pictures, outputs]}
   */
  public Tensor apply(Tensor faces) {
    return Scope.keep(() -> second.apply(torch.relu(first.apply(backbone.apply(faces)))));
  }
}
