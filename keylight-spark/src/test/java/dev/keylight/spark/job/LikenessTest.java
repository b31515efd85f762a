package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.prepare.Identities;
import dev.keylight.train.prepare.Resemblance;
import dev.keylight.train.prepare.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Sixty clips of twenty heads in blocks of seven, beside every pair of them. */
class LikenessTest {
  private static final StructType SCHEMA =
      new StructType().add("key", DataTypes.StringType).add("value", DataTypes.createArrayType(DataTypes.DoubleType));

  @Test
  void blocks_find_the_people_that_all_pairs_find_with_fewer_pairs() {
    Random random = new Random(3);
    double[][] heads = new double[20][30];
    for (double[] head : heads) {
      for (int i = 0; i < head.length; i++) {
        head[i] = random.nextGaussian();
      }
    }
    List<ManifestRow> rows = new ArrayList<>();
    List<double[]> shapes = new ArrayList<>();
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double[] shape = heads[random.nextInt(20)].clone();
      for (int k = 0; k < shape.length; k++) {
        shape[k] += 0.002 * random.nextGaussian();
      }
      rows.add(new ManifestRow("c" + i, "v" + i, null, 20, 0, 1, 100, 50, 0, 0, 100, null, null, -1, null));
      shapes.add(shape);
      List<Double> boxed = new ArrayList<>();
      for (double value : shape) {
        boxed.add(value);
      }
      table.add(RowFactory.create("c" + i, boxed.toArray(new Double[0])));
    }
    List<Identities.Pair> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < i; j++) {
        if (Resemblance.alike(shapes.get(i), shapes.get(j))) {
          all.add(new Identities.Pair(j, i));
        }
      }
    }
    Dataset<Row> data = Local.session().createDataFrame(table, SCHEMA).repartition(3);
    JobFile job = JobFile.read("{\"work\":\"prepare\",\"output\":\"x\"}".getBytes(), "test");
    List<Identities.Pair> found = new Likeness(new Cluster(Local.session(), job), data, 7).pairs(rows);
    Splits splits = new Splits(0.3, null, 1);
    assertThat(all).hasSizeGreaterThan(60);
    assertThat(found.size()).isLessThan(all.size());
    assertThat(splits.assign(rows, found)).isEqualTo(splits.assign(rows, all));
  }
}
