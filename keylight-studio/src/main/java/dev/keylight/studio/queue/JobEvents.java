package dev.keylight.studio.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What is known of jobs beyond their rows, while they run; each change raises a job's version. */
public final class JobEvents {
  /**
   * A job at a moment.
   *
   * @param version rises with every change
   * @param preview index of the newest preview frame, negative before the first
   * @param secondsLeft an estimate, negative while unknown
   * @param part what goes on before the first frame, or null
   */
  public record Live(long version, long done, long total, long preview, double secondsLeft, List<String> notes, Part part) {
    static final Live NOTHING = new Live(0, 0, -1, -1, -1, List.of(), null);

    Live renewed(long version) {
      return new Live(version, done, total, preview, secondsLeft, notes, part);
    }
  }

  /** A part of a render that counts something other than frames, such as a sampler's windows. */
  public record Part(String what, String unit, long done, long total) {}

  private final Map<String, Live> live = new ConcurrentHashMap<>();
  private final AtomicLong versions = new AtomicLong();

  /** The newest of a job; nothing known gives a version of 0. */
  public Live of(String id) {
    return live.getOrDefault(id, Live.NOTHING);
  }

  /** A number that rises whenever anything about any job does. */
  public long newest() {
    return versions.get();
  }

  /** Replaces what is known of a job; the change is given the old with its new version. */
  private void put(String id, UnaryOperator<Live> change) {
    live.compute(id, (key, old) -> change.apply((old == null ? Live.NOTHING : old).renewed(versions.incrementAndGet())));
  }

  void progress(String id, long done, long total, double secondsLeft) {
    put(id, now -> new Live(now.version, done, total, now.preview, secondsLeft, now.notes, null));
  }

  void preview(String id, long index) {
    put(id, now -> new Live(now.version, now.done, now.total, index, now.secondsLeft, now.notes, now.part));
  }

  void part(String id, Part part, double secondsLeft) {
    put(id, now -> new Live(now.version, now.done, now.total, now.preview, secondsLeft, now.notes, part));
  }

  void note(String id, String note) {
    put(
        id,
        now -> {
          List<String> notes = new ArrayList<>(now.notes);
          notes.add(note);
          return new Live(now.version, now.done, now.total, now.preview, now.secondsLeft, List.copyOf(notes), now.part);
        });
  }

  /** A job starts anew: what was known of it holds no more. */
  void begin(String id) {
    put(id, now -> Live.NOTHING.renewed(now.version));
  }

  /** Forgets the details of jobs that are over, keeping that they changed. */
  void over(String id) {
    put(id, now -> now);
    if (live.size() > 2000) {
      live.keySet().removeIf(other -> !other.equals(id));
    }
  }
}
