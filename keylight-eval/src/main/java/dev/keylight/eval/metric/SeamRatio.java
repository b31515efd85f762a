package dev.keylight.eval.metric;

/**
 * Whether the borders of a long video's tiles show: the mean {@link WarpError} of the frames at which a tile begins or ends,
 * over that of all other frames. 1 is perfect, 2 means that the picture jumps twice as much at borders as elsewhere.
 *
 * <p>Borders are those of the published tiling ({@code keylight-lcvd}, spec §6.4), whose first frame, the reference, is not
 * part of the result: a tile begins with the result's frame {@code k·(length − overlap)} and ends before frame
 * {@code k·(length − overlap) + length − 1}.
 */
public final class SeamRatio implements Metric {
  private final WarpError error = new WarpError();

  @Override
  public MetricInfo info() {
    return MetricInfo.plain(
        "seam-ratio", "warp error at tile borders over warp error elsewhere", Better.NEAR_ONE, Need.TILES);
  }

  /** Whether the step from the frame before to this one crosses a border. */
  static boolean border(int index, int length, int overlap) {
    int stride = length - overlap;
    boolean begins = index >= stride && index % stride == 0;
    boolean ends = index >= length - 1 && (index - (length - 1)) % stride == 0;
    return begins || ends;
  }

  @Override
  public Tally begin(Clip clip) {
    return new Tally() {
      private final MeanTally borders = new MeanTally(error::measure);
      private final MeanTally others = new MeanTally(error::measure);

      @Override
      public double add(Moment moment) {
        boolean border = border(moment.index(), clip.tileLength(), clip.tileOverlap());
        (border ? borders : others).add(moment);
        return Double.NaN;
      }

      @Override
      public double total() {
        return others.total() > 0 ? borders.total() / others.total() : Double.NaN;
      }

      @Override
      public int measured() {
        return borders.measured();
      }
    };
  }

  @Override
  public void close() {
    error.close();
  }
}
