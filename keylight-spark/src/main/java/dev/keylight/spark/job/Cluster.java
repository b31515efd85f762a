package dev.keylight.spark.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Hands items to Spark. */
final class Cluster {
  /** Small items, such as reading a file through, go by so many to a task. */
  private static final int SMALL = 16;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final JobFile job;

  Cluster(SparkSession spark, JobFile job) {
    this.spark = spark;
    this.context = new JavaSparkContext(spark.sparkContext());
    this.job = job;
  }

  SparkSession spark() {
    return spark;
  }

  JavaSparkContext context() {
    return context;
  }

  /** One item a task, the largest first, so that none of them is left for the end. */
  JavaRDD<ItemResult> tasks(List<Item> items) {
    context.sc().addSparkListener(new ToldProgress(items.size()));
    List<Item> order = new ArrayList<>(items);
    order.sort(Comparator.comparingLong(Item::bytes).reversed());
    JavaRDD<Item> spread = context.parallelize(order, Math.max(1, order.size()));
    if (job.gpus() > 0) {
      String heap = spark.conf().get("spark.executor.memory", "1g");
      int cores = Integer.parseInt(spark.conf().get("spark.task.cpus", "1"));
      spread = spread.map(item -> item).withResources(Profiles.gpu(job.workers(), job.gpus(), cores, heap));
    }
    return spread.map(task());
  }

  /** Several items a task. */
  JavaRDD<ItemResult> small(List<Item> items) {
    int slices = Math.max(context.defaultParallelism(), (items.size() + SMALL - 1) / SMALL);
    return context.parallelize(items, Math.max(1, Math.min(items.size(), slices))).map(task());
  }

  private ItemTask task() {
    return new ItemTask(job.workers(), job.retryFailed(), new SerializableConfiguration(context.hadoopConfiguration()));
  }
}
