package dev.keylight.spark.job;

import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.prepare.DisjointSets;
import dev.keylight.train.prepare.Identities;
import dev.keylight.train.prepare.Resemblance;
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
 * Which clips of a whole corpus show one person. Every clip is held against every other: in blocks, each pair of
 * blocks a task, so that the shapes never come together on one machine.
 */
final class Likeness {
  /** Clips of a block: a pair of full blocks is some 10⁹ multiplications. */
  static final int BLOCK = 1000;

  private final Cluster cluster;
  private final Dataset<Row> shapes;
  private final int size;

  /**
   * @param shapes of heads by clip
   * @param size clips of a block
   */
  Likeness(Cluster cluster, Dataset<Row> shapes, int size) {
    this.cluster = cluster;
    this.shapes = shapes;
    this.size = size;
  }

  /** One clip's head. */
  private record Head(int row, double[] shape) implements Serializable {}

  /** Enough pairs, by the rows' indices, to know who is one person: far fewer than there are among many who are alike. */
  List<Identities.Pair> pairs(List<ManifestRow> rows) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).accepted()) {
        places.put(rows.get(i).clip(), i);
      }
    }
    int blocks = 1 + rows.size() / size;
    int block = size;
    Broadcast<Map<String, Integer>> known = cluster.context().broadcast(places);
    JavaPairRDD<Integer, List<Head>> heads =
        shapes.toJavaRDD()
            .map(row -> new Head(known.value().get(row.getString(0)), doubles(row.getList(1))))
            .mapToPair(head -> new Tuple2<>(head.row / block, head))
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

  /** So few pairs of two blocks, or of one with itself, that whoever is alike hangs together by them. */
  private static List<Identities.Pair> alike(List<Head> some, List<Head> others) {
    boolean one = !some.isEmpty() && !others.isEmpty() && some.get(0).row == others.get(0).row;
    DisjointSets together = new DisjointSets(some.size() + others.size());
    List<Identities.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      for (int j = one ? i + 1 : 0; j < others.size(); j++) {
        int other = one ? j : some.size() + j;
        if (together.root(i) != together.root(other) && Resemblance.alike(some.get(i).shape, others.get(j).shape)) {
          together.join(i, other);
          pairs.add(new Identities.Pair(some.get(i).row, others.get(j).row));
        }
      }
    }
    return pairs;
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
