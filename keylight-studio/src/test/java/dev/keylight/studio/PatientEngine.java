package dev.keylight.studio;

import dev.keylight.Progress;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.EnginePlan;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Behaves as a model does: works through windows for long before its first frame, keeps what it has done where it may, and then
 * gives the portrait as it is. Every window that it works on is noted in {@value #DIARY} in the studio's folder.
 */
public final class PatientEngine implements Engine {
  static final String DIARY = "windows.txt";
  static final int WINDOWS = 60;

  /** While there is a file of this name in the studio's folder, it does not come to the window {@value #HELD_AT}. */
  static final String HOLD = "hold";

  static final int HELD_AT = 40;

  /** A small render by this engine. */
  static final String JOB = TestStudio.SMALL_JOB.replace("\"options\": {", "\"options\": {\"engine\": \"patient\", ");

  /** Found by the service loader, also in workers. */
  public static final class Provider implements EngineProvider {
    @Override
    public String id() {
      return "patient";
    }

    @Override
    public String description() {
      return "waits, as a model would";
    }

    @Override
    public int rank() {
      return -1;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public OptionalInt workingSide() {
      return OptionalInt.of(64);
    }

    @Override
    public List<String> manners() {
      return List.of("calm");
    }

    @Override
    public Optional<EnginePlan> plan(String manner, int frames) {
      return Optional.of(new EnginePlan(frames * (manner.equals("calm") ? 2 : 1), 321));
    }

    @Override
    public Engine open() {
      return new PatientEngine();
    }

    @Override
    public Engine open(String manner) {
      return new PatientEngine();
    }
  }

  @Override
  public String id() {
    return "patient";
  }

  @Override
  public String weightsHash() {
    return "";
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
    return new Iterator<>() {
      private boolean waited;

      @Override
      public boolean hasNext() {
        return steps.hasNext();
      }

      @Override
      public Frame next() {
        if (!waited) {
          waited = true;
          windows(options.progress());
        }
        return Frame.of(portrait.frame().pixels().clone(), steps.next().presentationTime(), options.timeBase());
      }
    };
  }

  private static void windows(Progress progress) {
    try {
      Path kept = progress.kept().orElseThrow();
      Files.createDirectories(kept);
      Path file = kept.resolve("window");
      int begin = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
      Progress part = progress.part("Waiting", "windows");
      for (int window = begin; window < WINDOWS; window++) {
        part.update(window, WINDOWS);
        do {
          Thread.sleep(40);
        } while (window == HELD_AT && Files.exists(Path.of(HOLD)));
        Files.writeString(Path.of(DIARY), window + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.writeString(kept.resolve("part"), Integer.toString(window + 1));
        Files.move(kept.resolve("part"), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void endRenders() {}

  @Override
  public void close() {}
}
