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

/** Pixels to the mean and log-variance of latents. */
final class Encoder {
  private final Conv2d convIn;
  private final List<Level> levels = new ArrayList<>();
  private final Middle middle;
  private final GroupNorm normOut;
  private final Conv2d convOut;
  private final Conv2d quantise;
  private final int patch;

  private record Level(List<ResnetBlock> residuals, Conv2d halve) {}

  Encoder(VaeConfig config, Parameters whole) {
    Parameters p = whole.at("encoder");
    int[] channels = config.channels();
    int last = channels[channels.length - 1];
    patch = config.patch();
    convIn = new Conv2d(p.at("conv_in"), config.pixelChannels(), channels[0], 3);
    for (int i = 0; i < channels.length; i++) {
      Parameters block = p.at("down_blocks", i);
      List<ResnetBlock> residuals = new ArrayList<>();
      for (int j = 0; j < config.layersPerBlock(); j++) {
        int in = j > 0 || i == 0 ? channels[i] : channels[i - 1];
        residuals.add(new ResnetBlock(block.at("resnets", j), in, channels[i], config.groups()));
      }
      levels.add(new Level(residuals, i == channels.length - 1 ? null
          : new Conv2d(block.at("downsamplers.0.conv"), channels[i], channels[i], 3, 2, 0)));
    }
    middle = new Middle(p.at("mid_block"), last, config.groups());
    normOut = new GroupNorm(p.at("conv_norm_out"), last, config.groups(), 1e-6);
    convOut = new Conv2d(p.at("conv_out"), last, 2L * config.latentChannels(), 3);
    quantise = new Conv2d(whole.at("quant_conv"), 2L * config.latentChannels(), 2L * config.latentChannels(), 1);
  }

  /** @param pixels {@code [frames, 3, height, width]} in −1..1; returns mean and log-variance side by side */
  Tensor apply(Tensor pixels) {
    return Scope.keep(() -> {
      Tensor h = convIn.apply(Conv2d.channelsLast(patch == 1 ? pixels : torch.pixel_unshuffle(pixels, patch)));
      for (Level level : levels) {
        Tensor in = h;
        h = Scope.keep(() -> apply(level, in));
        in.close();
      }
      return quantise.apply(convOut.apply(Fresh.silu(normOut.apply(middle.apply(h)))));
    });
  }

  private static Tensor apply(Level level, Tensor x) {
    Tensor h = x;
    for (ResnetBlock residual : level.residuals) {
      h = residual.apply(h);
    }
    // one row and column of zeros at the right and bottom only, as Stable Diffusion was trained
    return level.halve == null ? h : level.halve.apply(torch.constant_pad_nd(h, 0, 1, 0, 1));
  }
}
