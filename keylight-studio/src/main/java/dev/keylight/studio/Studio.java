package dev.keylight.studio;

import dev.keylight.KeylightException;
import dev.keylight.pipeline.Demo;
import dev.keylight.studio.http.StudioServer;
import dev.keylight.studio.queue.EngineCosts;
import dev.keylight.studio.queue.JobEvents;
import dev.keylight.studio.queue.JobSpec;
import dev.keylight.studio.queue.RenderQueue;
import dev.keylight.studio.queue.Retention;
import dev.keylight.studio.store.Database;
import dev.keylight.studio.store.Jobs;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import dev.keylight.studio.worker.Interactive;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A studio that runs: its folder, its queue and its server. One process a folder. Closing it stops taking requests, ends
 * workers and leaves every job that was not finished to the next start.
 */
public final class Studio implements AutoCloseable {
  /** The bundled portrait's id among the uploads. */
  public static final String EXAMPLE = "example-portrait";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final StudioOptions options;
  private final StudioServer server;

  private Studio(StudioOptions options) throws IOException {
    this.options = options;
    try {
      server = start(options);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens a studio.
   *
   * @throws KeylightException when its folder cannot be used, is used by another process, or the port is taken
   */
  public static Studio open(StudioOptions options) {
    try {
      Files.createDirectories(options.data());
      return new Studio(options);
    } catch (IOException e) {
      throw new KeylightException("the studio's folder " + options.data() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private StudioServer start(StudioOptions options) throws IOException {
    Path data = options.data();
    lock(data.resolve("lock"));
    clearTemporary(data.resolve("tmp"));
    EventLog log = new EventLog(data.resolve("studio.log"));
    Clock clock = Clock.systemUTC();
    Database database = kept(new Database(data.resolve("studio.db")));
    Uploads uploads = new Uploads(database, data.resolve("uploads"), clock);
    Jobs jobs = new Jobs(database, data.resolve("jobs"), clock);
    addExample(uploads);
    EngineCosts costs = new EngineCosts(database);
    JobEvents events = new JobEvents();
    Retention retention = new Retention(jobs, uploads, data, options.diskBytes(), log);
    RenderQueue queue = kept(new RenderQueue(jobs, new JobSpec(uploads, data), events, costs, retention, options, log));
    Interactive worker = kept(new Interactive(data));
    StudioServer started =
        kept(new StudioServer(options, new StudioServer.Rooms(uploads, jobs, events, queue, costs, retention, worker, log)));
    queue.start();
    log.say("started", "port", started.port());
    return started;
  }

  private <T extends AutoCloseable> T kept(T what) {
    open.push(what);
    return what;
  }

  private void lock(Path file) throws IOException {
    RandomAccessFile locked = kept(new RandomAccessFile(file.toFile(), "rw"));
    FileLock lock;
    try {
      lock = locked.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new KeylightException("another studio is using " + file.getParent() + "; stop it, or give this one another --data folder");
    }
  }

  private static void clearTemporary(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var all = Files.newDirectoryStream(folder, "motion-*")) {
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  private void addExample(Uploads uploads) throws IOException {
    if (uploads.find(EXAMPLE).isPresent()) {
      return;
    }
    Upload example =
        new Upload(
            EXAMPLE, "astronaut.png", Upload.Kind.PICTURE, "png", 0, "", 512, 512, 0, 1, false, true, System.currentTimeMillis());
    Path portrait = Demo.portrait(options.data().resolve("tmp"));
    Files.move(portrait, uploads.fileOf(example), StandardCopyOption.REPLACE_EXISTING);
    uploads.add(example, "studio");
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Every route, see {@link StudioServer#routes}. */
  Set<String> routes() {
    return server.routes();
  }

  /** The address to open in a browser; with a token, one that lets it in. */
  public String address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    String name = host.equals("0.0.0.0") || host.equals("[::]") ? "localhost" : host;
    return "http://" + name + ":" + port() + "/" + (options.token() == null ? "" : "enter?token=" + options.token());
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // What does not close now closes with the process.
      }
    }
  }
}
