package dev.keylight.studio.http;

import dev.keylight.studio.EventLog;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.queue.EngineCosts;
import dev.keylight.studio.queue.JobEvents;
import dev.keylight.studio.queue.RenderQueue;
import dev.keylight.studio.queue.Retention;
import dev.keylight.studio.store.Jobs;
import dev.keylight.studio.store.Uploads;
import dev.keylight.studio.worker.Interactive;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server with all its routes. */
public final class StudioServer implements AutoCloseable {
  private static final int THREADS = 48;
  private static final int CONNECTIONS = 1000;
  /** Bytes a second below which a body is not waited for. */
  private static final long SLOWEST = 512;

  private final Javalin javalin;
  private final EventStreams streams;
  private final LiveSocket live;

  /** What routes work with. */
  public record Rooms(
      Uploads uploads,
      Jobs jobs,
      JobEvents events,
      RenderQueue queue,
      EngineCosts costs,
      Retention retention,
      Interactive worker,
      EventLog log) {}

  /** Starts listening. */
  public StudioServer(StudioOptions options, Rooms rooms) throws IOException {
    Guard guard = new Guard(options);
    Clients clients = new Clients();
    Metrics metrics = new Metrics();
    TaggedAnswers answers = new TaggedAnswers();
    streams = new EventStreams(rooms.jobs, rooms.events);
    live = new LiveSocket(rooms.uploads, options, rooms.log);
    List<Consumer<RoutesConfig>> routes =
        List.of(
            new UploadRoutes(rooms.uploads, rooms.retention, rooms.worker, options, rooms.log, answers)::register,
            new StudyRoutes(rooms.uploads, rooms.worker, options)::register,
            new JobRoutes(rooms.jobs, rooms.events, rooms.queue, new Recipes(rooms.jobs, rooms.uploads, options), answers)::register,
            new ServiceRoutes(options, rooms.jobs, rooms.costs, rooms.retention, metrics)::register,
            new PlanRoutes(rooms.costs, options)::register,
            streams::register,
            live::register,
            new Problems(rooms.log)::register);
    PageRoutes page = new PageRoutes();
    javalin =
        Javalin.create(
            config -> {
              configure(config, options);
              config.routes.before(
                  ctx -> {
                    ctx.attribute("begun", System.nanoTime());
                    guard.check(ctx);
                    clients.count(ctx);
                  });
              config.routes.wsBeforeUpgrade(
                  ctx -> {
                    guard.requireOwnOrigin(ctx.header("Host"), ctx.header("Origin"), ctx.header("Sec-Fetch-Site"), "WS");
                    guard.requireToken(ctx);
                  });
              config.routes.get("/enter", ctx -> guard.enter(ctx, ctx.queryParam("token")));
              routes.forEach(register -> register.accept(config.routes));
              try {
                page.register(config.routes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              config.requestLogger.http((ctx, millis) -> metrics.answered(ctx, millis / 1000));
            });
    javalin.start();
  }

  private static void configure(JavalinConfig config, StudioOptions options) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = 1 << 20;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.asyncTimeout = 0;
    config.http.prefer405over404 = true;
    config.jetty.threadPool = new QueuedThreadPool(THREADS, 4, 60_000);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(16 << 10);
          http.setIdleTimeout(1000L * options.patienceSeconds());
          http.setMinRequestDataRate(SLOWEST);
        });
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(options.host());
          connector.setPort(options.port());
          // Holds for headers too, before there is a request.
          connector.setIdleTimeout(1000L * options.patienceSeconds());
          return connector;
        });
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(3000);
          server.setHandler(new LingeringHandler());
          // Who opens connections and says little on each takes no thread, but memory.
          server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        });
  }

  /** Where it listens. */
  public int port() {
    return javalin.port();
  }

  /** Every route as {@code GET /path/{name}}, for checking the API's description against it. */
  public Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .forEach(endpoint -> routes.add(endpoint.method.name() + " " + endpoint.path));
    javalin.unsafe.internalRouter.allWsHandlers().forEach(handler -> routes.add("GET " + handler.getPath()));
    return routes;
  }

  @Override
  public void close() {
    streams.close();
    live.close();
    javalin.stop();
  }
}
