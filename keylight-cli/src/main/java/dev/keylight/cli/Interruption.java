package dev.keylight.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does: it asks the running command to stop, then waits until that one has put its files away. The virtual
 * machine leaves with 130 by itself, as every program does that an interrupt ended.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 20;
  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static volatile boolean requested;

  private Interruption() {}

  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(Interruption::stopAndWait, "interruption"));
  }

  /** Whether the user asked to stop. */
  static boolean requested() {
    return requested;
  }

  /** The command is over and its files are in order; the virtual machine may go. */
  static void finished() {
    FINISHED.countDown();
  }

  private static void stopAndWait() {
    requested = true;
    try {
      FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
