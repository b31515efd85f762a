package dev.keylight.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, told what to do over its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final StringBuffer errors = new StringBuffer();

  /** The browser on this machine, if there is one. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of).filter(Files::isExecutable).findFirst();
  }

  Chromium(Path browser, Path profile, int width, int height) throws Exception {
    process =
        new ProcessBuilder(
                browser.toString(), "--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                "--enable-unsafe-swiftshader", "--remote-debugging-port=0", "--user-data-dir=" + profile, "--window-size=" + width + "," + height,
                "--no-first-run", "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      socket = connect(browserAddress());
    } catch (Exception | Error e) {
      end();
      throw e;
    }
  }

  private String browserAddress() throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        // What it says from now on is read too, as it would stop once nobody did.
        Thread reader = new Thread(() -> out.lines().forEach(more -> {}), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        return line.substring("DevTools listening on ".length());
      }
    }
    throw new IOException("Chromium did not start");
  }

  private WebSocket connect(String address) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI list = URI.create(address.replace("ws://", "http://").replaceAll("/devtools.*", "/json"));
    HttpRequest request = HttpRequest.newBuilder(list).build();
    JsonNode pages =
        TestStudio.await(
            "a page", () -> TestStudio.JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body()),
            all -> page(all).isPresent());
    return client.newWebSocketBuilder().buildAsync(URI.create(page(pages).orElseThrow()), new Listener()).get();
  }

  private static Optional<String> page(JsonNode all) {
    for (JsonNode target : all) {
      if (target.get("type").asText().equals("page")) {
        return Optional.of(target.get("webSocketDebuggerUrl").asText());
      }
    }
    return Optional.empty();
  }

  /** Puts fragments together and hands answers to whoever asked. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(String message) {
    try {
      JsonNode json = TestStudio.JSON.readTree(message);
      if (json.has("id")) {
        asked.remove(json.get("id").asInt()).complete(json);
      } else if (json.path("method").asText().equals("Runtime.exceptionThrown")) {
        errors.append(json.at("/params/exceptionDetails")).append('\n');
      }
    } catch (IOException e) {
      errors.append(e);
    }
  }

  JsonNode command(String method, ObjectNode parameters) throws Exception {
    int id = next.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode message = TestStudio.JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).get();
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).path("result");
  }

  /** Goes to the studio's page, and waits until it is ready. */
  void open(String address) throws Exception {
    command("Runtime.enable", TestStudio.JSON.createObjectNode());
    command("Page.enable", TestStudio.JSON.createObjectNode());
    evaluate("window.before = true");
    command("Page.navigate", TestStudio.JSON.createObjectNode().put("url", address));
    await("!window.before && document.documentElement.dataset.ready");
  }

  /** The value of an expression, which may be a promise. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        command(
            "Runtime.evaluate",
            TestStudio.JSON.createObjectNode().put("expression", expression).put("returnByValue", true).put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until an expression is true. */
  void await(String expression) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      // While a page is being loaded much of it is not there yet, which only means: not yet.
      if (evaluate("(() => { try { return Boolean(" + expression + "); } catch { return false; } })()").asBoolean()) {
        return;
      }
      Thread.sleep(40);
    }
    throw new AssertionError("never: " + expression + "\n" + errors);
  }

  void mouse(String type, double x, double y) throws Exception {
    command(
        "Input.dispatchMouseEvent",
        TestStudio.JSON.createObjectNode().put("type", type).put("x", x).put("y", y).put("button", "left").put("buttons", 1).put("clickCount", 1));
  }

  /** Gives files to the page's newest file input. */
  void giveFile(Path file) throws Exception {
    String object =
        command("Runtime.evaluate", TestStudio.JSON.createObjectNode().put("expression", "document.querySelector('input[type=file]')"))
            .at("/result/objectId").asText();
    ObjectNode parameters = TestStudio.JSON.createObjectNode().put("objectId", object);
    parameters.set("files", TestStudio.JSON.valueToTree(List.of(file.toString())));
    command("DOM.setFileInputFiles", parameters);
  }

  /** Exceptions that the page threw. */
  String errors() {
    return errors.toString();
  }

  @Override
  public void close() {
    socket.abort();
    end();
  }

  /** Ends all its processes and waits for that, as they write into their profile to the last. */
  private void end() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }
}
