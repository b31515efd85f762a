package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AheadTest {
  /** Counts how many of its kind were made and not yet closed. */
  private static final class Item implements AutoCloseable {
    private final AtomicInteger open;
    private boolean closed;

    Item(AtomicInteger open) {
      this.open = open;
      open.incrementAndGet();
    }

    @Override
    public void close() {
      assertThat(closed).as("an item is closed once").isFalse();
      closed = true;
      open.decrementAndGet();
    }
  }

  @Test
  void items_come_out_in_order_and_all_of_them() {
    List<Integer> seen = new ArrayList<>();
    try (Ahead<Integer> ahead = new Ahead<>("test", 3, IntStream.range(0, 1000).iterator(), new StageClock())) {
      ahead.forEachRemaining(seen::add);
    }
    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void a_slow_consumer_holds_the_producer_back() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    try (Ahead<Integer> ahead = new Ahead<>("test", 3, Stream.generate(made::incrementAndGet).iterator(), new StageClock())) {
      ahead.next();
      // One taken, three in the queue, one in the producer's hand; so far it comes however long that takes, and no further.
      while (made.get() < 5) {
        Thread.sleep(1);
      }
      Thread.sleep(50);
      assertThat(made.get()).isEqualTo(5);
    }
  }

  @Test
  void a_failure_reaches_the_consumer_as_it_was_after_the_items_before_it() {
    Iterator<Integer> source =
        Stream.of(1, 2, 3).map(i -> i < 3 ? i : fail("frame 3 of clip.mp4 cannot be decoded")).iterator();
    try (Ahead<Integer> ahead = new Ahead<>("test", 1, source, new StageClock())) {
      assertThat(ahead.next()).isEqualTo(1);
      assertThat(ahead.next()).isEqualTo(2);
      assertThatThrownBy(ahead::next)
          .isInstanceOf(BadInputException.class)
          .hasMessage("frame 3 of clip.mp4 cannot be decoded");
    }
  }

  @Test
  void closing_early_stops_the_thread_and_closes_what_nobody_took() {
    AtomicInteger open = new AtomicInteger();
    Ahead<Item> first = new Ahead<>("first", 4, Stream.generate(() -> new Item(open)).iterator(), new StageClock());
    Ahead<Item> second = new Ahead<>("second", 4, first, new StageClock());
    second.next().close();
    second.close();
    first.close();
    assertThat(open.get()).isZero();
  }

  @Test
  void closing_an_item_that_was_seen_and_not_taken_closes_it_too() {
    AtomicInteger open = new AtomicInteger();
    try (Ahead<Item> ahead = new Ahead<>("test", 1, Stream.of(new Item(open)).iterator(), new StageClock())) {
      assertThat(ahead.hasNext()).isTrue();
    }
    assertThat(open.get()).isZero();
  }

  private static Integer fail(String message) {
    throw new BadInputException(message);
  }
}
