package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.nn.Sinusoid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Predicts v, the mixture of noise and picture the sampler steps along, for a clip of noisy latents. */
public final class UNet implements AutoCloseable {
  private static final double LAST_EPSILON = 1e-5;

  private final UNetConfig config;
  private final TimestepEmbedding timeEmbedding;
  private final TimestepEmbedding idsEmbedding;
  private final Conv2d convIn;
  private final List<Level> down = new ArrayList<>();
  private final SpatioTemporalResBlock middle1;
  private final SpatioTemporalTransformer middle2;
  private final SpatioTemporalResBlock middle3;
  private final List<Level> up = new ArrayList<>();
  private final GroupNorm normOut;
  private final Conv2d convOut;
  private final Memo positions;
  private final Segments segments;
  private final boolean film;

  /** A level's blocks; {@code resize} halves on the way down, doubles on the way up, and is null at the end. */
  private record Level(
      List<SpatioTemporalResBlock> residuals, List<SpatioTemporalTransformer> attentions, Conv2d resize) {}

  /** Builds the network for rendering. */
  public UNet(UNetConfig config, Parameters p) {
    this(config, p, Memo.remembering(), Segments.DIRECT, true);
  }

  /**
   * @param positions remembers frame-number embeddings; forgetful while weights change
   * @param segments runs the residual blocks and transformers
   * @param film whether pictures are frames of one clip; otherwise nothing is seen across them, as in the image training
   *     that comes before video training (diffusers' {@code image_only_indicator}), and each may have its own noise level
   */
  public UNet(UNetConfig config, Parameters p, Memo positions, Segments segments, boolean film) {
    this.config = config;
    this.positions = positions;
    this.segments = segments;
    this.film = film;
    int embedding = config.embedding();
    int[] channels = config.channels();
    int last = config.levels() - 1;
    convIn = new Conv2d(p.at("conv_in"), config.inChannels(), channels[0], 3);
    timeEmbedding = new TimestepEmbedding(p.at("time_embedding"), channels[0], embedding, embedding);
    idsEmbedding = new TimestepEmbedding(p.at("add_embedding"), config.idsChannels(), embedding, embedding);
    for (int i = 0; i <= last; i++) {
      down.add(downLevel(p.at("down_blocks", i), i));
    }
    Parameters mid = p.at("mid_block");
    middle1 = new SpatioTemporalResBlock(mid.at("resnets", 0), channels[last], channels[last], embedding, 1e-5);
    middle2 = new SpatioTemporalTransformer(
        mid.at("attentions", 0), channels[last], config.contextChannels(), config.heads()[last]);
    middle3 = new SpatioTemporalResBlock(mid.at("resnets", 1), channels[last], channels[last], embedding, 1e-5);
    for (int i = 0; i <= last; i++) {
      up.add(upLevel(p.at("up_blocks", i), i));
    }
    normOut = new GroupNorm(p.at("conv_norm_out"), channels[0], LAST_EPSILON);
    convOut = new Conv2d(p.at("conv_out"), channels[0], config.outChannels(), 3);
  }

  private Level downLevel(Parameters p, int i) {
    int out = config.channels()[i];
    boolean attends = config.downAttention()[i];
    Level level = new Level(new ArrayList<>(), new ArrayList<>(),
        i == config.levels() - 1 ? null : new Conv2d(p.at("downsamplers.0.conv"), out, out, 3, 2, 1));
    for (int j = 0; j < config.layersPerBlock(); j++) {
      int in = j > 0 || i == 0 ? out : config.channels()[i - 1];
      level.residuals.add(new SpatioTemporalResBlock(
          p.at("resnets", j), in, out, config.embedding(), attends ? 1e-6 : 1e-5)); // as diffusers' block factory has it
      if (attends) {
        level.attentions.add(new SpatioTemporalTransformer(
            p.at("attentions", j), out, config.contextChannels(), config.heads()[i]));
      }
    }
    return level;
  }

  /** @param i counted from the coarsest level */
  private Level upLevel(Parameters p, int i) {
    int last = config.levels() - 1;
    int[] channels = config.channels();
    int out = channels[last - i];
    int below = channels[Math.min(last, last - i + 1)];
    int above = channels[Math.max(0, last - i - 1)];
    Level level = new Level(new ArrayList<>(), new ArrayList<>(),
        i == last ? null : new Conv2d(p.at("upsamplers.0.conv"), out, out, 3));
    for (int j = 0; j <= config.layersPerBlock(); j++) {
      int skip = j == config.layersPerBlock() ? above : out;
      level.residuals.add(new SpatioTemporalResBlock(
          p.at("resnets", j), (j == 0 ? below : out) + skip, out, config.embedding(), 1e-6));
      if (config.upAttention()[i]) {
        level.attentions.add(new SpatioTemporalTransformer(
            p.at("attentions", j), out, config.contextChannels(), config.heads()[last - i]));
      }
    }
    return level;
  }

  /**
   * The embedding shared by all calls of one step.
   *
   * @param time {@code 0.25 · ln σ}
   * @param ids frames per second − 1, motion bucket, noise augmentation
   */
  public NoiseLevel noiseLevel(double time, float[] ids, Tensor like, Memo memo) {
    Tensor embedding = memo.get("embedding", () -> {
      Tensor t = Tensor.create((float) time).view(1).to(like.device(), like.scalar_type());
      Tensor i = Tensor.create(ids).to(like.device(), like.scalar_type());
      return embedding(t, i, like);
    });
    return new NoiseLevel(embedding, memo);
  }

  /**
   * Levels for training, one per picture, or one for a whole clip; nothing is remembered.
   *
   * @param times {@code 0.25 · ln σ}, {@code [n]}
   * @param ids as above, {@code [n, 3]}
   * @param like of the type and on the device to compute in
   */
  public NoiseLevel noiseLevels(Tensor times, Tensor ids, Tensor like) {
    return new NoiseLevel(embedding(times, ids.reshape(-1), like), Memo.forgetful());
  }

  private Tensor embedding(Tensor times, Tensor ids, Tensor like) {
    Tensor waves = Sinusoid.of(times, config.channels()[0]).to(like.scalar_type());
    Tensor idWaves = Sinusoid.of(ids, config.idChannels()).to(like.scalar_type());
    return timeEmbedding.apply(waves).add(idsEmbedding.apply(idWaves.reshape(times.size(0), -1)));
  }

  /**
   * @param latents noisy latents, divided by √(σ² + 1), and conditioning latents: {@code [frames, 8, height, width]}
   * @param level of this step
   * @param context what the cross-attentions look at
   * @param features adapters' maps, each {@code [frames or 1, channels of the first level, height, width]}
   * @return v, {@code [frames, 4, height, width]}
   */
  public Tensor forward(Tensor latents, NoiseLevel level, ImageContext context, List<Tensor> features) {
    return Scope.keep(() -> {
      Tensor h = convIn.apply(Conv2d.channelsLast(latents));
      for (Tensor feature : features) {
        h = h.add(feature);
      }
      Deque<Tensor> skips = new ArrayDeque<>();
      skips.push(h);
      for (Level block : down) {
        for (int j = 0; j < block.residuals.size(); j++) {
          h = block(block, j, h, level, context);
          skips.push(h);
        }
        if (block.resize != null) {
          h = block.resize.apply(h);
          skips.push(h);
        }
      }
      h = residual(middle3, attention(middle2, residual(middle1, h, level), context), level);
      for (Level block : up) {
        for (int j = 0; j < block.residuals.size(); j++) {
          h = upBlock(block, j, h, skips.pop(), level, context);
        }
        if (block.resize != null) {
          h = enlarge(block.resize, h);
        }
      }
      return convOut.apply(torch.silu(normOut.apply(h)));
    });
  }

  private Tensor residual(SpatioTemporalResBlock block, Tensor x, NoiseLevel level) {
    if (segments == Segments.DIRECT) {
      return block.apply(x, level, film);
    }
    return segments.run(in -> block.apply(in[0], NoiseLevel.of(in[1]), film), x, level.activated());
  }

  private Tensor attention(SpatioTemporalTransformer block, Tensor x, ImageContext context) {
    return segments.run(in -> block.apply(in[0], context, positions, film), x);
  }

  private Tensor block(Level block, int j, Tensor x, NoiseLevel level, ImageContext context) {
    Tensor h = residual(block.residuals.get(j), x, level);
    if (block.attentions.isEmpty()) {
      return h;
    }
    Tensor attended = attention(block.attentions.get(j), h, context);
    h.close();
    return attended;
  }

  /** Frees what it was given: on the way up nothing is needed twice, and the clip's maps are the bulk of the memory. */
  private Tensor upBlock(Level block, int j, Tensor x, Tensor skip, NoiseLevel level, ImageContext context) {
    Tensor both = torch.cat(new TensorVector(x, skip), 1);
    x.close();
    skip.close();
    Tensor h = block(block, j, both, level, context);
    both.close();
    return h;
  }

  private static Tensor enlarge(Conv2d conv, Tensor x) {
    Tensor larger = Scope.keep(() -> conv.apply(
        torch.upsample_nearest2d(x, new long[] {2 * x.size(2), 2 * x.size(3)})));
    x.close();
    return larger;
  }

  /** The sizes it was built with. */
  public UNetConfig config() {
    return config;
  }

  @Override
  public void close() {
    positions.close();
  }
}
