package dev.keylight.cli;

import dev.keylight.studio.Studio;
import dev.keylight.studio.StudioOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code keylight serve}. */
@Command(
    name = "serve",
    description = "Opens the studio: a page in your browser where you drag the light, and the HTTP API behind it.",
    sortOptions = false,
    footer = {"", "Example: keylight serve, then open http://localhost:7411/"})
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private KeylightCommand root;

  @Option(names = "--port", paramLabel = "N", defaultValue = "7411", description = "Port to listen on, 7411 by default, 0 for any.")
  private int port;

  @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
      description = "Address to listen on; anything but this machine demands a token.")
  private String host;

  @Option(names = "--token", paramLabel = "SECRET", defaultValue = "${KEYLIGHT_TOKEN}",
      description = "What clients must show, at least 16 characters; also from KEYLIGHT_TOKEN.")
  private String token;

  @Option(names = "--allow-host", paramLabel = "NAME", description = "A further name the studio may be called by; can be repeated.")
  private List<String> allowed = List.of();

  @Option(names = "--data", paramLabel = "FOLDER",
      description = "Where uploads, renders and the database are; ~/.keylight/studio by default.")
  private Path data;

  @Override
  public Integer call() throws InterruptedException {
    Path folder = data == null ? Path.of(System.getProperty("user.home"), ".keylight", "studio") : data;
    StudioOptions options = StudioOptions.local(folder.toAbsolutePath().normalize(), port);
    String secret = token == null || token.isBlank() ? null : token;
    Studio studio = Studio.open(options.listening(host, secret, allowed));
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  studio.close();
                  stopped.countDown();
                },
                "studio-stop"));
    root.reporter()
        .done(
            "The studio is open at " + studio.address() + "\nIts files are in " + options.data() + ". Ctrl-C closes it; renders go on when it is opened again.",
            Map.of("address", studio.address(), "port", studio.port()));
    stopped.await();
    return ExitCode.DONE;
  }
}
