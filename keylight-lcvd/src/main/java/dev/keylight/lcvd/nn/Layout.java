package dev.keylight.lcvd.nn;

import org.bytedeco.pytorch.Tensor;

/** The three ways of seeing the same channels-last bytes. */
public final class Layout {
  private Layout() {}

  /** {@code [frames, channels, height, width]} as {@code [frames, height · width, channels]}. */
  public static Tensor tokens(Tensor picture) {
    return picture.permute(0, 2, 3, 1).flatten(1, 2);
  }

  /** {@code [frames, height · width, channels]} as pictures of the given height and width. */
  public static Tensor picture(Tensor tokens, long height, long width) {
    return tokens.view(tokens.size(0), height, width, tokens.size(2)).permute(0, 3, 1, 2);
  }

  /** {@code [frames, channels, height, width]} as {@code [1, channels, frames, height · width]}. */
  public static Tensor film(Tensor picture) {
    return tokens(picture).unsqueeze(0).permute(0, 3, 1, 2);
  }

  /** The inverse of {@link #film}. */
  public static Tensor unfilm(Tensor film, long height, long width) {
    return picture(film.permute(0, 2, 3, 1).squeeze(0), height, width);
  }
}
