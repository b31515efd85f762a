package dev.keylight.cli;

import dev.keylight.eval.network.PerceptualDistance;
import dev.keylight.train.objective.PerceptualNetwork;

/** The evaluator's ST-LPIPS for the training's perceptual loss. */
public final class EvaluatorPerception implements PerceptualNetwork {
  @Override
  public byte[] onnx() {
    return PerceptualDistance.onnx();
  }
}
