package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.LayerNorm;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.MultiHeadAttention;
import org.bytedeco.pytorch.Tensor;

/**
 * What the cross-attentions look at: the CLIP token of the reference, or zeros where it is left out.
 *
 * <p>A context of one token gives every query the same answer ({@link MultiHeadAttention#answer}), so 32 attentions become
 * 32 vectors, computed once per render. The plain form, which lets every token ask, is kept beside it: the tests compare
 * the two, and contexts of several tokens need it.
 */
public final class ImageContext implements AutoCloseable {
  private final Tensor tokens;
  private final Memo memo;
  private final boolean collapses;

  private ImageContext(Tensor tokens, Memo memo, boolean collapses) {
    this.tokens = tokens;
    this.memo = memo;
    this.collapses = collapses;
  }

  /** @param token {@code [1, contextChannels]}; must outlive this */
  public static ImageContext of(Tensor token) {
    return new ImageContext(token, Memo.remembering(), true);
  }

  /** For training: the same vectors, computed afresh each time, because the weights change. */
  public static ImageContext changing(Tensor token) {
    return new ImageContext(token, Memo.forgetful(), true);
  }

  /** The same attention as published, query by query. */
  public static ImageContext plain(Tensor tokens) {
    return new ImageContext(tokens, Memo.forgetful(), false);
  }

  /**
   * {@code x + attention(norm(x), context)}.
   *
   * @param x {@code [batch, tokens, channels]}; the caller's last use of it, it may be overwritten
   */
  Tensor attend(Tensor x, LayerNorm norm, MultiHeadAttention attention) {
    if (collapses) {
      return Fresh.plus(x, memo.get(attention, () -> attention.answer(tokens)));
    }
    Tensor context = tokens.unsqueeze(0).expand(x.size(0), tokens.size(0), tokens.size(1));
    return Fresh.plus(attention.apply(norm.apply(x), context), x);
  }

  @Override
  public void close() {
    memo.close();
  }
}
