package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StageClockTest {
  private static final long WORK = 20_000_000L;

  private static void work() {
    long end = System.nanoTime() + WORK;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void work_inside_other_work_counts_once() {
    StageClock clock = new StageClock();
    long start = System.nanoTime();
    clock.time(
        StageClock.Stage.RENDER,
        () -> {
          work();
          clock.time(StageClock.Stage.ALIGN, StageClockTest::work);
          clock.waiting(
              () -> {
                work();
                return 0;
              });
        });
    double whole = (System.nanoTime() - start) / 1e6;
    double render = clock.millisPerItem(StageClock.Stage.RENDER);
    double align = clock.millisPerItem(StageClock.Stage.ALIGN);
    assertThat(render).isGreaterThanOrEqualTo(WORK / 1e6);
    assertThat(align).isGreaterThanOrEqualTo(WORK / 1e6);
    // The third part was waiting, which counts for nobody.
    assertThat(render + align).isLessThanOrEqualTo(whole - WORK / 1e6);
  }
}
