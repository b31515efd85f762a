package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The layers of one level: residual blocks, each followed by a transformer where the level has attention. */
final class Layers {
  private final List<SpatioTemporalResBlock> residuals = new ArrayList<>();
  private final List<SpatioTemporalTransformer> attentions = new ArrayList<>();
  private final Parameters p;
  private final UNetConfig config;

  Layers(Parameters p, UNetConfig config) {
    this.p = p;
    this.config = config;
  }

  /** @param heads of the attention, or 0 for none */
  void add(int in, int out, double epsilon, int heads) {
    int j = residuals.size();
    residuals.add(new SpatioTemporalResBlock(p.at("resnets", j), in, out, config.embedding(), epsilon));
    if (heads > 0) {
      attentions.add(new SpatioTemporalTransformer(p.at("attentions", j), out, config.contextChannels(), heads));
    }
  }

  int count() {
    return residuals.size();
  }

  Tensor apply(int j, Tensor x, Pass pass) {
    Tensor h = pass.through(residuals.get(j), x);
    if (attentions.isEmpty()) {
      return h;
    }
    Tensor attended = pass.through(attentions.get(j), h);
    h.close();
    return attended;
  }
}
