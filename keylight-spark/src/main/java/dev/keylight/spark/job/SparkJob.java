package dev.keylight.spark.job;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.spark.child.ItemPool;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The driver's program: {@code spark-submit --class dev.keylight.spark.job.SparkJob keylight-spark.jar JOB.json}. */
public final class SparkJob {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int BAD_INPUT = 3;

  private SparkJob() {}

  /** Runs the job and leaves with the command's exit codes. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("keylight: give one job file; see docs/scale.md for its form");
      System.exit(USAGE);
    }
    System.exit(run(arguments[0]));
  }

  private static int run(String file) throws IOException {
    try {
      byte[] content = new Store(".", new Configuration()).readAny(file);
      if (content == null) {
        throw new BadInputException(file + " is not there; give a job file");
      }
      JobFile job = JobFile.read(content, file);
      try (SparkSession spark = SparkSession.builder().appName("keylight " + job.work()).getOrCreate()) {
        System.out.println(run(spark, job));
        return 0;
      } finally {
        ItemPool.close();
      }
    } catch (BadInputException | IllegalArgumentException e) {
      System.err.println("keylight: " + e.getMessage());
      return BAD_INPUT;
    } catch (KeylightException e) {
      System.err.println("keylight: " + e.getMessage());
      return FAILED;
    }
  }

  /**
   * Does a job in a session.
   *
   * @return what came out, as one line of JSON
   */
  static String run(SparkSession spark, JobFile job) throws IOException {
    Cluster cluster = new Cluster(spark, job);
    return switch (job.work()) {
      case "prepare" -> new PrepareJob(cluster, job).run().toString();
      case "animate" -> new AnimateJob(cluster, job).run().toString();
      case "evaluate" -> new EvaluateJob(cluster, job).run().toString();
      case "report" -> new ReportJob(cluster, job).run().toString();
      default -> throw new BadInputException("there is no work '" + job.work() + "'; there are prepare, animate, evaluate and report");
    };
  }
}
