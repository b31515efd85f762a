package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Layout;
import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.nn.TemporalConv;
import org.bytedeco.pytorch.Tensor;

/**
 * A residual block over the picture, then one over time, blended: {@code out = α·s + (1 − α)·(s + t)} with
 * {@code α = sigmoid(mix)}, which is {@code s + (1 − α)·t}.
 */
final class SpatioTemporalResBlock {
  private final GroupNorm norm1;
  private final Conv2d conv1;
  private final Linear time;
  private final GroupNorm norm2;
  private final Conv2d conv2;
  private final Conv2d shortcut;
  private final GroupNorm filmNorm1;
  private final TemporalConv filmConv1;
  private final Linear filmTime;
  private final GroupNorm filmNorm2;
  private final TemporalConv filmConv2;
  private final Blend blend;

  SpatioTemporalResBlock(Parameters p, long in, long out, long embedding, double epsilon) {
    Parameters spatial = p.at("spatial_res_block");
    norm1 = new GroupNorm(spatial.at("norm1"), in, epsilon);
    conv1 = new Conv2d(spatial.at("conv1"), in, out, 3);
    time = new Linear(spatial.at("time_emb_proj"), embedding, out);
    norm2 = new GroupNorm(spatial.at("norm2"), out, epsilon);
    conv2 = new Conv2d(spatial.at("conv2"), out, out, 3);
    shortcut = in == out ? null : new Conv2d(spatial.at("conv_shortcut"), in, out, 1);
    Parameters temporal = p.at("temporal_res_block");
    filmNorm1 = new GroupNorm(temporal.at("norm1"), out, epsilon);
    filmConv1 = new TemporalConv(temporal.at("conv1"), out, out);
    filmTime = new Linear(temporal.at("time_emb_proj"), embedding, out);
    filmNorm2 = new GroupNorm(temporal.at("norm2"), out, epsilon);
    filmConv2 = new TemporalConv(temporal.at("conv2"), out, out);
    blend = new Blend(p.at("time_mixer"));
  }

  /** @param film whether the pictures are frames of one clip; otherwise each is by itself */
  Tensor apply(Tensor x, NoiseLevel level, boolean film) {
    return Scope.keep(() -> {
      Tensor s = Scope.keep(() -> picture(x, level));
      if (!film) {
        return s;
      }
      Tensor t = Scope.keep(() -> film(Layout.film(s), level));
      return blend.addTemporal(s, Layout.unfilm(t, s.size(2), s.size(3)));
    });
  }

  private Tensor picture(Tensor x, NoiseLevel level) {
    Tensor h = Scope.keep(() -> Fresh.plus(conv1.apply(Fresh.silu(norm1.apply(x))), level.through(time)));
    Tensor residual = Scope.keep(() -> conv2.apply(Fresh.silu(norm2.apply(h))));
    return Fresh.plus(residual, shortcut == null ? x : shortcut.apply(x));
  }

  private Tensor film(Tensor x, NoiseLevel level) {
    Tensor h = Scope.keep(() -> Fresh.plus(filmConv1.apply(Fresh.silu(filmNorm1.apply(x))), level.through(filmTime)));
    return filmConv2.apply(Fresh.silu(filmNorm2.apply(h)));
  }
}
