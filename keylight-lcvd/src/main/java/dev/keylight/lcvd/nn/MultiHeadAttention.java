package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;

/** Attention with its four projections; queries, keys and values without bias, as diffusers builds it. */
public final class MultiHeadAttention {
  private final Linear toQueries;
  private final Linear toKeys;
  private final Linear toValues;
  private final Linear toOut;
  private final long heads;

  /**
   * Attention to another context; one of a single token leaves most of its weights untouched.
   *
   * @param channels of the tokens that ask
   * @param contextChannels of the tokens that answer
   */
  public MultiHeadAttention(Parameters p, long channels, long contextChannels, long heads) {
    this.toQueries = new Linear(p.at("to_q"), channels, channels, false);
    this.toKeys = new Linear(p.at("to_k"), contextChannels, channels, false);
    this.toValues = new Linear(p.at("to_v"), contextChannels, channels, false);
    this.toOut = new Linear(p.at("to_out", 0), channels, channels);
    this.heads = heads;
  }

  private MultiHeadAttention(Parameters p, long channels, long heads) {
    this.toQueries = Linear.busy(p.at("to_q"), channels, channels, false);
    this.toKeys = Linear.busy(p.at("to_k"), channels, channels, false);
    this.toValues = Linear.busy(p.at("to_v"), channels, channels, false);
    this.toOut = Linear.busy(p.at("to_out", 0), channels, channels, true);
    this.heads = heads;
  }

  /** Attention of tokens to each other. */
  public static MultiHeadAttention self(Parameters p, long channels, long heads) {
    return new MultiHeadAttention(p, channels, heads);
  }

  /**
   * Each token asks all tokens of {@code context}.
   *
   * @param x {@code [batch, tokens, channels]}
   * @param context {@code [batch, tokens, contextChannels]}
   */
  public Tensor apply(Tensor x, Tensor context) {
    return Scope.keep(() -> {
      Tensor q = Attention.split(toQueries.apply(x), heads);
      Tensor k = Attention.split(toKeys.apply(context), heads);
      Tensor v = Attention.split(toValues.apply(context), heads);
      return toOut.apply(Attention.merge(Attention.apply(q, k, v)));
    });
  }

  /**
   * Each token asks the tokens at its own place in all other frames.
   *
   * @param x {@code [frames, places, channels]}
   */
  public Tensor acrossFrames(Tensor x) {
    return Scope.keep(() -> {
      Tensor q = perPlace(toQueries.apply(x));
      Tensor k = perPlace(toKeys.apply(x));
      Tensor v = perPlace(toValues.apply(x));
      return toOut.apply(Attention.apply(q, k, v).permute(2, 0, 1, 3).flatten(2, 3));
    });
  }

  /** {@code [frames, places, channels]} seen as {@code [places, heads, frames, channels / heads]}. */
  private Tensor perPlace(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).permute(1, 2, 0, 3);
  }

  /**
   * What every token gets from a context of one token: a softmax over one key is 1 whatever the question, so the answer is
   * that token's value.
   *
   * @param token {@code [1, contextChannels]}
   */
  public Tensor answer(Tensor token) {
    return toOut.apply(toValues.apply(token));
  }
}
