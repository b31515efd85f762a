package dev.keylight.pipeline;

import dev.keylight.KeylightException;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Pictures waiting for an engine to finish what belongs to them, first in, first out. Most engines hold a few; one that
 * must see the whole clip before its first frame holds all, so what does not fit into memory waits as PNG files.
 */
final class Backlog implements AutoCloseable {
  private final int inMemory;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private Path folder;
  private long written;

  /** In memory or in a file, never both. */
  private record Waiting(Take take, Path file, long presentationTime, Rational timeBase) {}

  /** @param inMemory how many pictures may wait in memory */
  Backlog(int inMemory) {
    this.inMemory = inMemory;
  }

  /** Takes over the picture; the shot is the engine's. */
  synchronized void add(Take take) {
    Frame picture = take.picture();
    if (waiting.size() < inMemory) {
      waiting.add(new Waiting(take, null, 0, null));
      return;
    }
    Path file = folder().resolve(written++ + ".png");
    try (picture) {
      Images.write(picture, file);
      waiting.add(new Waiting(new Take(null, take.crop(), take.shot()), file, picture.presentationTime(), picture.timeBase()));
    }
  }

  /** The picture that has waited longest, with its crop and shot; the caller closes the picture. */
  synchronized Take remove() {
    Waiting first = waiting.remove();
    if (first.file == null) {
      return first.take;
    }
    Frame stored = Images.read(first.file);
    delete(first.file);
    return new Take(Frame.of(stored.pixels(), first.presentationTime, first.timeBase), first.take.crop(), first.take.shot());
  }

  private Path folder() {
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("keylight-backlog");
      } catch (IOException e) {
        throw new KeylightException("no temporary folder can be made: " + e.getMessage(), e);
      }
    }
    return folder;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new KeylightException(file + " could not be removed: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    for (Waiting one : waiting) {
      if (one.file == null) {
        one.take.picture().close();
      } else {
        delete(one.file);
      }
    }
    waiting.clear();
    if (folder != null) {
      delete(folder);
    }
  }
}
