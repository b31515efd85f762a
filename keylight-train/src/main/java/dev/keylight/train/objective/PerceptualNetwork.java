package dev.keylight.train.objective;

import dev.keylight.KeylightException;
import java.util.ServiceLoader;

/**
 * Where the network of the perceptual loss comes from: it is shipped with the evaluator, which this module does not know. Found
 * on the class path ({@link ServiceLoader}).
 */
public interface PerceptualNetwork {
  /** The ONNX file of ST-LPIPS, checked against its SHA-256. */
  byte[] onnx();

  /**
   * The one on the class path.
   *
   * @throws KeylightException when there is none
   */
  static PerceptualNetwork found() {
    return ServiceLoader.load(PerceptualNetwork.class).findFirst().orElseThrow(() -> new KeylightException(
        "a perceptual loss is asked for, but its network is not there: the evaluator (keylight-eval and the command) is not on"
            + " the class path; set the weight of the perceptual loss to 0"));
  }
}
