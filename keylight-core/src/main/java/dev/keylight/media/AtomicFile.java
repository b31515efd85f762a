package dev.keylight.media;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under a hidden temporary name in the target's folder, flushed to
 * the disk, then renamed over the target.
 */
final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private boolean committed;

  /** For tests, which let the temporary file be something that fails. */
  AtomicFile(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /** @throws KeylightException if the target cannot be created: no such folder, no permission, or it is a folder */
  static AtomicFile create(Path target) {
    Path folder = requireFolder(target);
    if (Files.isDirectory(target)) {
      throw new KeylightException("cannot write " + target + ": a folder of that name exists");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new KeylightException("cannot write " + target + ": the file exists and is read-only");
    }
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8)
        + ".part");
    try {
      Files.createFile(temporary);
    } catch (IOException e) {
      throw new KeylightException("cannot write " + target + ": " + reason(e), e);
    }
    return new AtomicFile(target, temporary);
  }

  /** The folder a target lies in, which must exist. */
  static Path requireFolder(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new KeylightException("cannot write " + target + ": the folder " + folder + " does not exist; create it or "
          + "choose another place");
    }
    return folder;
  }

  Path target() {
    return target;
  }

  Path temporary() {
    return temporary;
  }

  void write(byte[] content) {
    try {
      Files.write(temporary, content);
    } catch (IOException e) {
      throw new KeylightException("cannot write " + target + ": " + reason(e), e);
    }
  }

  /** Flushes the temporary file and gives it its final name. */
  void commit() {
    try {
      sync(temporary, StandardOpenOption.WRITE);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new KeylightException("cannot write " + target + ": " + reason(e), e);
    }
    committed = true;
    syncFolder(target.toAbsolutePath().getParent());
  }

  /** Makes a rename survive a power cut, where the system lets folders be flushed. */
  static void syncFolder(Path folder) {
    try {
      sync(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows cannot open folders; the rename is then as durable as the system makes it.
      return;
    }
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /** What an I/O exception means, without the path that Java puts in front. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage();
  }

  @Override
  public void close() {
    if (!committed) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw new KeylightException("cannot remove the unfinished " + temporary + ": " + reason(e), e);
      }
    }
  }
}
