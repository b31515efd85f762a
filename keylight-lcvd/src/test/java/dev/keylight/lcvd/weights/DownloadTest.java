package dev.keylight.lcvd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a hub on this machine. */
class DownloadTest {
  private static final WeightsFile FILE = new WeightsFile("relipa/unet.pth", "some/model", "unet.pth", "UNet", "");

  @TempDir Path folder;

  private final byte[] content = new byte[300_000];
  private final List<String> ranges = new ArrayList<>();
  private HttpServer hub;
  private int status = 200;
  private int cut = Integer.MAX_VALUE;
  private String hash;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(content);
    hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext("/some/model/resolve/main/unet.pth", this::answer);
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range);
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.getResponseHeaders().add("X-Linked-ETag", '"' + hash + '"');
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
    } else if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
      exchange.getResponseBody().write(content, from, Math.min(content.length - from, cut));
    }
    exchange.close();
  }

  private void fetch() {
    new Download("http://" + hub.getAddress().getHostString() + ":" + hub.getAddress().getPort())
        .fetch(FILE, folder, Progress.NONE);
  }

  @Test
  void putsTheFileInItsPlace() {
    fetch();
    assertThat(folder.resolve("relipa/unet.pth")).hasBinaryContent(content);
    assertThat(folder.resolve("relipa/unet.pth.part")).doesNotExist();
  }

  @Test
  void continuesWhatAnInterruptedRunLeft() throws IOException {
    cut = 100_000;
    assertThatThrownBy(this::fetch).isInstanceOf(KeylightException.class).hasMessageContaining("run the same command again");
    assertThat(folder.resolve("relipa/unet.pth")).doesNotExist();
    long kept = Files.size(folder.resolve("relipa/unet.pth.part"));
    cut = Integer.MAX_VALUE;
    fetch();

    assertThat(folder.resolve("relipa/unet.pth")).hasBinaryContent(content);
    assertThat(ranges).containsExactly(null, "bytes=" + kept + "-");
  }

  @Test
  void aPartThatIsAlreadyCompleteIsOnlyChecked() throws IOException {
    Files.createDirectories(folder.resolve("relipa"));
    Files.write(folder.resolve("relipa/unet.pth.part"), content);
    fetch();
    assertThat(folder.resolve("relipa/unet.pth")).hasBinaryContent(content);
  }

  @Test
  void aFileWithAnotherHashIsThrownAway() throws IOException {
    Files.createDirectories(folder.resolve("relipa"));
    Files.write(folder.resolve("relipa/unet.pth.part"), Arrays.copyOf(new byte[] {1, 2, 3}, 1000));

    assertThatThrownBy(this::fetch).isInstanceOf(KeylightException.class).hasMessageContaining("SHA-256");
    assertThat(folder.resolve("relipa/unet.pth")).doesNotExist();
    assertThat(folder.resolve("relipa/unet.pth.part")).doesNotExist();
  }

  @Test
  void aFileBehindALicenceIsExplained() {
    status = 403;
    assertThatThrownBy(this::fetch).isInstanceOf(KeylightException.class).hasMessageContaining("accept it on the hub's page");
  }
}
