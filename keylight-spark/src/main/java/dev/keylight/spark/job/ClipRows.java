package dev.keylight.spark.job;

import dev.keylight.train.data.ManifestRow;
import org.apache.spark.sql.Row;

/** The clips of the result table as rows of a data set's manifest. */
final class ClipRows {
  private ClipRows() {}

  static ManifestRow of(Row clip) {
    return new ManifestRow(
        clip.getAs("clip"), clip.getAs("source"), clip.getAs("rejected"), clip.<Integer>getAs("frames"),
        clip.<Double>getAs("startSeconds"), clip.<Double>getAs("endSeconds"), clip.<Float>getAs("faceHeight"),
        clip.<Double>getAs("sharpness"), clip.<Float>getAs("cropX"), clip.<Float>getAs("cropY"), clip.<Float>getAs("cropSide"),
        clip.<Double>getAs("quality"), clip.getAs("faceModel"), -1, null);
  }
}
