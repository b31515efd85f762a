package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.nn.Sinusoid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** Predicts v, the mixture of noise and picture the sampler steps along, for a clip of noisy latents. */
public final class UNet implements AutoCloseable {
  private static final double LAST_EPSILON = 1e-5;

  private final UNetConfig config;
  private final TimestepEmbedding timeEmbedding;
  private final TimestepEmbedding idsEmbedding;
  private final Conv2d convIn;
  private final List<DownLevel> down = new ArrayList<>();
  private final MiddleLevel middle;
  private final List<UpLevel> up = new ArrayList<>();
  private final UpLevel finest;
  private final GroupNorm normOut;
  private final Conv2d convOut;
  private final Memo positions;
  private final Segments segments;
  private final boolean film;

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
    int channels = config.channels()[0];
    convIn = new Conv2d(p.at("conv_in"), config.inChannels(), channels, 3);
    timeEmbedding = new TimestepEmbedding(p.at("time_embedding"), channels, embedding, embedding);
    idsEmbedding = new TimestepEmbedding(p.at("add_embedding"), config.idsChannels(), embedding, embedding);
    for (int i = 0; i < config.levels(); i++) {
      down.add(new DownLevel(p.at("down_blocks", i), config, i));
    }
    middle = new MiddleLevel(p.at("mid_block"), config);
    for (int i = 0; i < config.levels(); i++) {
      up.add(new UpLevel(p.at("up_blocks", i), config, i));
    }
    finest = up.get(up.size() - 1);
    normOut = new GroupNorm(p.at("conv_norm_out"), channels, LAST_EPSILON);
    convOut = new Conv2d(p.at("conv_out"), channels, config.outChannels(), 3);
  }

  private UNet(UNet same, boolean film) {
    config = same.config;
    positions = same.positions;
    segments = same.segments;
    this.film = film;
    convIn = same.convIn;
    timeEmbedding = same.timeEmbedding;
    idsEmbedding = same.idsEmbedding;
    down.addAll(same.down);
    middle = same.middle;
    up.addAll(same.up);
    finest = same.finest;
    normOut = same.normOut;
    convOut = same.convOut;
  }

  /** The same layers for pictures by themselves, or for frames of one clip; one of the two is to be closed. */
  public UNet filming(boolean film) {
    return film == this.film ? this : new UNet(this, film);
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
    return forward(latents, level, context, features, 1, deep -> {});
  }

  /**
   * The same, which also shows what the deeper levels made of the clip, to be used again by {@link #forwardReusing}.
   *
   * @param shallow how many of the finest level's layers on the way up will be computed anew
   * @param deep receives what enters the first of those layers, {@code [frames, {@link #deepChannels}, height, width]};
   *     valid during the call only
   */
  public Tensor forward(Tensor latents, NoiseLevel level, ImageContext context, List<Tensor> features, int shallow,
      Consumer<Tensor> deep) {
    return Scope.keep(() -> {
      Pass pass = new Pass(level, context, positions, segments, film);
      Deque<Tensor> skips = new ArrayDeque<>();
      Tensor h = enter(latents, features, skips);
      for (DownLevel block : down) {
        h = block.apply(h, pass, skips);
      }
      h = middle.apply(h, pass);
      for (UpLevel block : up.subList(0, up.size() - 1)) {
        h = block.apply(h, pass, skips);
      }
      h = finest.apply(0, firstShallow(shallow), h, pass, skips);
      deep.accept(h);
      return leave(finest.apply(firstShallow(shallow), finest.layers(), h, pass, skips));
    });
  }

  /**
   * Computes the finest level's outermost layers only, on what the deeper ones made of the same clip at another noise
   * level (DeepCache, Ma et al. 2023).
   *
   * @param deep what {@link #forward} showed, for the same number of shallow layers
   */
  public Tensor forwardReusing(Tensor latents, NoiseLevel level, ImageContext context, List<Tensor> features, int shallow,
      Tensor deep) {
    return Scope.keep(() -> {
      Pass pass = new Pass(level, context, positions, segments, film);
      Deque<Tensor> skips = new ArrayDeque<>();
      int first = firstShallow(shallow);
      down.get(0).apply(finest.layers() - 1 - first, enter(latents, features, skips), pass, skips);
      return leave(finest.apply(first, finest.layers(), deep.alias(), pass, skips));
    });
  }

  /** Channels of what enters the finest level's shallow layers. */
  public int deepChannels(int shallow) {
    return firstShallow(shallow) == 0 ? config.channels()[Math.min(1, config.levels() - 1)] : config.channels()[0];
  }

  private int firstShallow(int shallow) {
    return Math.max(0, finest.layers() - shallow);
  }

  private Tensor enter(Tensor latents, List<Tensor> features, Deque<Tensor> skips) {
    Tensor h = convIn.apply(Conv2d.channelsLast(latents));
    features.forEach(feature -> Fresh.plus(h, feature));
    skips.push(h);
    return h;
  }

  private Tensor leave(Tensor h) {
    return convOut.apply(Fresh.silu(normOut.apply(h)));
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
