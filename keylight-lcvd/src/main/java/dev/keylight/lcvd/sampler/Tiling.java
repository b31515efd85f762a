package dev.keylight.lcvd.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * How a long clip is covered by the short ones the network was trained on (spec §6.4): every tile holds the first frame,
 * the reference, as its anchor, and {@code length − 1} frames in a row; neighbours share {@code overlap} frames counting
 * the anchor. Where tiles overlap, predictions are averaged with weights that fall off towards a tile's ends. The weight
 * belongs to the place in the tile, so that the anchor always has the smallest.
 *
 * @param frames of the clip, at least {@code length}
 * @param length of a tile
 * @param overlap of neighbours, below {@code length}
 */
public record Tiling(int frames, int length, int overlap) {
  /** The published tiles: 16 frames, 6 shared. */
  public static final int LENGTH = 16;
  public static final int OVERLAP = 6;

  public Tiling {
    if (frames < length || overlap < 1 || overlap >= length) {
      throw new IllegalArgumentException(frames + " frames cannot be covered by tiles of " + length + " with overlap " + overlap);
    }
  }

  public static Tiling published(int frames) {
    return new Tiling(frames, LENGTH, OVERLAP);
  }

  /** The tiles in order, each as the numbers of its frames. */
  public List<int[]> tiles() {
    List<int[]> tiles = new ArrayList<>();
    int start = 0;
    for (; start + length <= frames; start += length - overlap) {
      tiles.add(tile(start));
    }
    if (start - (length - overlap) + length < frames) {
      tiles.add(tile(frames - length));
    }
    return tiles;
  }

  private int[] tile(int start) {
    int[] tile = new int[length];
    for (int i = 1; i < length; i++) {
      tile[i] = start + i;
    }
    return tile;
  }

  /** The weight of each place of a tile: a triangle, {@code min(a, 2 − a)} with {@code a = (place + ½) · 2 / length}. */
  public float[] weights() {
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      double a = (i + 0.5) * 2 / length;
      weights[i] = (float) Math.min(a, 2 - a);
    }
    return weights;
  }

  /** What each frame's weights add up to over its tiles. */
  public float[] totalWeights() {
    float[] totals = new float[frames];
    float[] weights = weights();
    for (int[] tile : tiles()) {
      for (int place = 0; place < length; place++) {
        totals[tile[place]] += weights[place];
      }
    }
    return totals;
  }

  /** The number of the last tile each frame is in: after it, the frame's prediction is complete. */
  public int[] lastTile() {
    int[] last = new int[frames];
    List<int[]> tiles = tiles();
    for (int t = 0; t < tiles.size(); t++) {
      for (int frame : tiles.get(t)) {
        last[frame] = t;
      }
    }
    return last;
  }
}
