package dev.keylight.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A folder by URI, in whatever file system Hadoop knows. Files appear in it whole: they are written under a name of their own
 * and renamed, so that twins of a task may publish the same file and neither harms the other.
 */
public final class Store {
  private final Configuration configuration;
  private final Path base;

  /** @param base a URI, or a path of this machine */
  public Store(String base, Configuration configuration) {
    this.configuration = configuration;
    this.base = path(base);
  }

  /** A name that has no scheme is a file of this machine, whatever the cluster's default is. */
  private static Path path(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
        ? new Path(name)
        : new Path(java.nio.file.Path.of(name).toAbsolutePath().toUri());
  }

  public String base() {
    return base.toString();
  }

  /** Whether a name can be read where it lies, by this machine's own means. */
  public static boolean local(String name) {
    String scheme = path(name).toUri().getScheme();
    return "file".equals(scheme);
  }

  /** The file itself where it is one of this machine. */
  public static java.nio.file.Path localPath(String name) {
    return name.startsWith("file:") ? java.nio.file.Path.of(URI.create(path(name).toUri().toString())) : java.nio.file.Path.of(name);
  }

  /** The file where it is local, else a copy of it in a folder, under its own name. */
  public java.nio.file.Path staged(String name, java.nio.file.Path folder) throws IOException {
    if (local(name)) {
      return localPath(name);
    }
    Path from = path(name);
    Files.createDirectories(folder);
    java.nio.file.Path to = folder.resolve(from.getName());
    copy(from, to);
    return to;
  }

  private void copy(Path from, java.nio.file.Path to) throws IOException {
    try (InputStream in = system(from).open(from); OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    }
  }

  /**
   * Puts what the store has under a name into a folder, if it has it: a link where that is enough.
   *
   * @return whether it has it
   */
  public boolean fetch(String name, java.nio.file.Path folder) throws IOException {
    Path from = new Path(base, name);
    boolean here = local(from.toString());
    // Folders of pictures are not copied: whoever wants one makes it again.
    if (!system(from).exists(from) || !here && !system(from).getFileStatus(from).isFile()) {
      return false;
    }
    java.nio.file.Path to = folder.resolve(name);
    Files.createDirectories(to.getParent());
    if (here) {
      Files.createSymbolicLink(to, localPath(from.toString()));
    } else {
      copy(from, to);
    }
    return true;
  }

  public boolean exists(String name) throws IOException {
    Path file = new Path(base, name);
    return system(file).exists(file);
  }

  /** The content of a small file, or null when there is none. */
  public byte[] read(String name) throws IOException {
    return readAny(new Path(base, name).toString());
  }

  /** The content of a small file anywhere, or null when there is none. */
  public byte[] readAny(String name) throws IOException {
    Path file = path(name);
    try (InputStream in = system(file).open(file)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Publishes a file of this machine, which may be gone afterwards. */
  public void publish(java.nio.file.Path file, String name) throws IOException {
    Path target = new Path(base, name);
    if (local(target.toString())) {
      java.nio.file.Path there = localPath(target.toString());
      Files.createDirectories(there.getParent());
      try {
        Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AtomicMoveNotSupportedException e) {
        // Another disk: it is copied like to anywhere else.
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      publish(in, name);
    }
  }

  /** Publishes a small file. */
  public void publish(byte[] content, String name) throws IOException {
    publish(new java.io.ByteArrayInputStream(content), name);
  }

  private void publish(InputStream content, String name) throws IOException {
    Path target = new Path(base, name);
    Path part = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID().toString().substring(0, 8) + ".part");
    FileSystem system = system(target);
    try (OutputStream out = system.create(part, false)) {
      content.transferTo(out);
    } catch (IOException e) {
      system.delete(part, false);
      throw e;
    }
    try {
      replace(system, part, target);
    } catch (IOException e) {
      system.delete(part, false);
      throw e;
    }
    // The checksum of the part stays behind in file systems of this machine.
    system.delete(new Path(part.getParent(), "." + part.getName() + ".crc"), false);
  }

  private void replace(FileSystem system, Path part, Path target) throws IOException {
    if (local(target.toString())) {
      // Hadoop deletes and renames; this machine can do both in one.
      Files.move(localPath(part.toString()), localPath(target.toString()), StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    FileContext context;
    try {
      context = FileContext.getFileContext(target.toUri(), configuration);
    } catch (UnsupportedFileSystemException e) {
      // An old kind of store, whose rename does not replace. Twins that meet here publish the same bytes.
      system.delete(target, false);
      if (!system.rename(part, target) && !system.exists(target)) {
        throw new IOException(part + " could not be renamed to " + target);
      }
      system.delete(part, false);
      return;
    }
    context.rename(part, target, Options.Rename.OVERWRITE);
  }

  /** Puts a whole folder in another's place. */
  public void replaceFolder(String made, String name) throws IOException {
    Path target = new Path(base, name);
    FileSystem system = system(target);
    system.delete(target, true);
    if (!system.rename(new Path(base, made), target)) {
      throw new IOException(new Path(base, made) + " could not be renamed to " + target);
    }
  }

  public void delete(String name) throws IOException {
    Path file = new Path(base, name);
    system(file).delete(file, true);
  }

  private FileSystem system(Path file) throws IOException {
    FileSystem system = FileSystem.get(file.toUri(), configuration);
    // Hadoop would put a .crc beside every clip, which no other program reads.
    system.setWriteChecksum(false);
    return system;
  }
}
