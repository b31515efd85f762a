package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;

/** The turning point: two residual blocks with a transformer between them. */
final class MiddleLevel {
  private final SpatioTemporalResBlock first;
  private final SpatioTemporalTransformer attention;
  private final SpatioTemporalResBlock second;

  MiddleLevel(Parameters p, UNetConfig config) {
    int last = config.levels() - 1;
    int channels = config.channels()[last];
    first = new SpatioTemporalResBlock(p.at("resnets", 0), channels, channels, config.embedding(), 1e-5);
    attention = new SpatioTemporalTransformer(
        p.at("attentions", 0), channels, config.contextChannels(), config.heads()[last]);
    second = new SpatioTemporalResBlock(p.at("resnets", 1), channels, channels, config.embedding(), 1e-5);
  }

  Tensor apply(Tensor x, Pass pass) {
    return pass.through(second, pass.through(attention, pass.through(first, x)));
  }
}
