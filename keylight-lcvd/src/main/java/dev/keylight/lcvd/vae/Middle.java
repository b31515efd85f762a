package dev.keylight.lcvd.vae;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Attention;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Layout;
import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;

/** The coarsest level: a residual block, attention of one head over all places, a residual block. */
final class Middle {
  private final ResnetBlock first;
  private final GroupNorm norm;
  private final Linear queries;
  private final Linear keys;
  private final Linear values;
  private final Linear out;
  private final ResnetBlock second;

  Middle(Parameters p, long channels, int groups) {
    first = new ResnetBlock(p.at("resnets", 0), channels, channels, groups);
    Parameters attention = p.at("attentions", 0);
    norm = new GroupNorm(attention.at("group_norm"), channels, groups, 1e-6);
    queries = new Linear(attention.at("to_q"), channels, channels);
    keys = new Linear(attention.at("to_k"), channels, channels);
    values = new Linear(attention.at("to_v"), channels, channels);
    out = new Linear(attention.at("to_out", 0), channels, channels);
    second = new ResnetBlock(p.at("resnets", 1), channels, channels, groups);
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> second.apply(attend(first.apply(x))));
  }

  private Tensor attend(Tensor x) {
    return Scope.keep(() -> {
      Tensor tokens = Layout.tokens(norm.apply(x)).unsqueeze(1); // one head
      Tensor attended = Attention.apply(queries.apply(tokens), keys.apply(tokens), values.apply(tokens));
      return Fresh.plus(Layout.picture(out.apply(attended.squeeze(1)), x.size(2), x.size(3)), x);
    });
  }
}
