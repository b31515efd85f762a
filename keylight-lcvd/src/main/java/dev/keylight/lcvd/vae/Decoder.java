package dev.keylight.lcvd.vae;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Latents to pixels. */
final class Decoder {
  private final Conv2d unquantise;
  private final Conv2d convIn;
  private final Middle middle;
  private final List<Level> levels = new ArrayList<>();
  private final GroupNorm normOut;
  private final Conv2d convOut;
  private final int patch;

  private record Level(List<ResnetBlock> residuals, Conv2d enlarge) {}

  Decoder(VaeConfig config, Parameters whole) {
    Parameters p = whole.at("decoder");
    int[] channels = config.channels();
    int coarsest = channels[channels.length - 1];
    unquantise = new Conv2d(whole.at("post_quant_conv"), config.latentChannels(), config.latentChannels(), 1);
    convIn = new Conv2d(p.at("conv_in"), config.latentChannels(), coarsest, 3);
    middle = new Middle(p.at("mid_block"), coarsest, config.groups());
    for (int i = 0; i < channels.length; i++) {
      Parameters block = p.at("up_blocks", i);
      int out = channels[channels.length - 1 - i];
      int before = i == 0 ? out : channels[channels.length - i];
      List<ResnetBlock> residuals = new ArrayList<>();
      for (int j = 0; j <= config.layersPerBlock(); j++) {
        residuals.add(new ResnetBlock(block.at("resnets", j), j == 0 ? before : out, out, config.groups()));
      }
      levels.add(new Level(residuals, i == channels.length - 1 ? null
          : new Conv2d(block.at("upsamplers.0.conv"), out, out, 3)));
    }
    normOut = new GroupNorm(p.at("conv_norm_out"), channels[0], config.groups(), 1e-6);
    convOut = new Conv2d(p.at("conv_out"), channels[0], config.pixelChannels(), 3);
    patch = config.patch();
  }

  /** @param latents {@code [frames, latentChannels, height, width]}, not scaled */
  Tensor apply(Tensor latents) {
    return Scope.keep(() -> {
      Tensor h = middle.apply(convIn.apply(unquantise.apply(Conv2d.channelsLast(latents))));
      for (Level level : levels) {
        Tensor in = h;
        h = Scope.keep(() -> apply(level, in));
        in.close();
      }
      Tensor pixels = convOut.apply(Fresh.silu(normOut.apply(h)));
      return patch == 1 ? pixels : torch.pixel_shuffle(pixels, patch);
    });
  }

  private static Tensor apply(Level level, Tensor x) {
    Tensor h = x;
    for (ResnetBlock residual : level.residuals) {
      h = residual.apply(h);
    }
    return level.enlarge == null ? h
        : level.enlarge.apply(torch.upsample_nearest2d(h, new long[] {2 * h.size(2), 2 * h.size(3)}));
  }
}
