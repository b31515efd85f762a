package dev.keylight.spark.job;

import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells whoever started the driver, in lines of JSON on standard output, how many tasks of one item are done. */
final class ToldProgress extends SparkListener {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

  private final long total;
  private long done;
  private long told;

  ToldProgress(long total) {
    this.total = total;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (!end.taskInfo().successful() || done == total) {
      return;
    }
    done++;
    if (System.nanoTime() - told > EVERY || done == total) {
      told = System.nanoTime();
      System.out.println("{\"progress\":[" + done + "," + total + "]}");
    }
  }
}
