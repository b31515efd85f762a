package dev.keylight.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
  /** So that benchmarks nobody ran for a while still run; how fast, no test says. */
  @Test
  void every_benchmark_runs() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .mode(Mode.SingleShotTime).forks(0).warmupIterations(0).measurementIterations(1)
                    .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build())
            .run();
    assertThat(results).extracting(result -> result.getParams().getBenchmark()).contains(
        "dev.keylight.bench.RasterBenchmark.fast", "dev.keylight.bench.WarpBenchmark.warpedFrame",
        "dev.keylight.face.TrackingBenchmark.stageTrunk");
    assertThat(results).allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }
}
