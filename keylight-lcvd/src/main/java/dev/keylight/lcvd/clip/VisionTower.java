package dev.keylight.lcvd.clip;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Attention;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Layout;
import dev.keylight.lcvd.nn.LayerNorm;
import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** CLIP's vision transformer with projection (Radford et al. 2021), transformers' {@code CLIPVisionModelWithProjection}. */
public final class VisionTower {
  private final ClipConfig config;
  private final Tensor classToken;
  private final Conv2d patches;
  private final Tensor positions;
  private final LayerNorm normIn;
  private final List<Layer> layers = new ArrayList<>();
  private final LayerNorm normOut;
  private final Linear projection;

  public VisionTower(ClipConfig config, Parameters whole) {
    this.config = config;
    Parameters p = whole.at("vision_model");
    Parameters embeddings = p.at("embeddings");
    classToken = embeddings.take("class_embedding", config.hidden());
    patches = new Conv2d(
        embeddings.at("patch_embedding"), 3, config.hidden(), config.patch(), config.patch(), 0, 1, false);
    positions = embeddings.take("position_embedding.weight", config.tokens(), config.hidden());
    normIn = new LayerNorm(p.at("pre_layrnorm"), config.hidden(), config.epsilon()); // spelt so in the files
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new Layer(config, p.at("encoder.layers", i)));
    }
    normOut = new LayerNorm(p.at("post_layernorm"), config.hidden(), config.epsilon());
    projection = new Linear(whole.at("visual_projection"), config.hidden(), config.projection(), false);
  }

  /** The file without the buffer of token numbers that old releases of transformers saved. */
  public static Checkpoint modern(Checkpoint file) {
    return file.adapted(e -> e.name().equals("vision_model.embeddings.position_ids") ? null : e);
  }

  /**
   * The embedding of a picture, not normalised.
   *
   * @param pixels {@code [1, 3, image, image]}, see {@link ClipPixels}
   * @return {@code [1, projection]}
   */
  public Tensor apply(Tensor pixels) {
    return Scope.keep(() -> {
      Tensor tokens = Layout.tokens(patches.apply(Conv2d.channelsLast(pixels)));
      Tensor first = classToken.view(1, 1, config.hidden());
      Tensor h = normIn.apply(torch.cat(new TensorVector(first, tokens), 1).add(positions));
      for (Layer layer : layers) {
        Tensor in = h;
        h = layer.apply(in);
        in.close();
      }
      return projection.apply(normOut.apply(h.select(1, 0)));
    });
  }

  private static final class Layer {
    private final LayerNorm norm1;
    private final Linear queries;
    private final Linear keys;
    private final Linear values;
    private final Linear out;
    private final LayerNorm norm2;
    private final Linear widen;
    private final Linear narrow;
    private final int heads;

    Layer(ClipConfig config, Parameters p) {
      int width = config.hidden();
      norm1 = new LayerNorm(p.at("layer_norm1"), width, config.epsilon());
      queries = new Linear(p.at("self_attn.q_proj"), width, width);
      keys = new Linear(p.at("self_attn.k_proj"), width, width);
      values = new Linear(p.at("self_attn.v_proj"), width, width);
      out = new Linear(p.at("self_attn.out_proj"), width, width);
      norm2 = new LayerNorm(p.at("layer_norm2"), width, config.epsilon());
      widen = new Linear(p.at("mlp.fc1"), width, config.intermediate());
      narrow = new Linear(p.at("mlp.fc2"), config.intermediate(), width);
      heads = config.heads();
    }

    Tensor apply(Tensor x) {
      return Scope.keep(() -> {
        Tensor n = norm1.apply(x);
        Tensor attended = Attention.apply(Attention.split(queries.apply(n), heads),
            Attention.split(keys.apply(n), heads), Attention.split(values.apply(n), heads));
        Tensor h = x.add(out.apply(Attention.merge(attended)));
        return h.add(narrow.apply(torch.gelu(widen.apply(norm2.apply(h)))));
      });
    }
  }
}
