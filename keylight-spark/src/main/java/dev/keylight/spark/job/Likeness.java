package dev.keylight.spark.job;

import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.prepare.HeadShape;
import dev.keylight.train.prepare.Identities;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Which clips of a whole corpus show one person's head. Every clip is held against every other: in blocks, each pair of
 * blocks a task, so that the shapes never come together on one machine.
 */
final class Likeness {
  /** Clips of a block: a pair of full blocks is some 10⁹ multiplications. */
  private static final int BLOCK = 1000;

  private final Cluster cluster;
  private final Dataset<Row> table;

  /** @param table of the prepared videos */
  Likeness(Cluster cluster, Dataset<Row> table) {
    this.cluster = cluster;
    this.table = table;
  }

  /** One clip's head. */
  private record Head(int row, double[] shape) implements Serializable {}

  /** The pairs, by the rows' indices. */
  List<Identities.Pair> pairs(List<ManifestRow> rows) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).accepted()) {
        places.put(rows.get(i).clip(), i);
      }
    }
    int blocks = 1 + rows.size() / BLOCK;
    Broadcast<Map<String, Integer>> known = cluster.context().broadcast(places);
    JavaPairRDD<Integer, List<Head>> heads =
        table.selectExpr("explode(note.shapes)").toJavaRDD()
            .map(row -> new Head(known.value().get(row.getString(0)), doubles(row.getList(1))))
            .mapToPair(head -> new Tuple2<>(head.row / BLOCK, head))
            .groupByKey(blocks)
            .mapValues(Likeness::sorted)
            .persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<Identities.Pair> pairs =
        heads.cartesian(heads)
            .filter(two -> two._1()._1() <= two._2()._1())
            .flatMap(two -> alike(two._1()._2(), two._2()._2()).iterator());
    List<Identities.Pair> all = new ArrayList<>(pairs.collect());
    heads.unpersist();
    all.sort(Comparator.comparingInt(Identities.Pair::first).thenComparingInt(Identities.Pair::second));
    return all;
  }

  private static List<Head> sorted(Iterable<Head> heads) {
    List<Head> list = new ArrayList<>();
    heads.forEach(list::add);
    list.sort(Comparator.comparingInt(Head::row));
    return list;
  }

  private static List<Identities.Pair> alike(List<Head> some, List<Head> others) {
    List<Identities.Pair> pairs = new ArrayList<>();
    for (Head a : some) {
      for (Head b : others) {
        if (a.row < b.row && HeadShape.alike(a.shape, b.shape)) {
          pairs.add(new Identities.Pair(a.row, b.row));
        }
      }
    }
    return pairs;
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
