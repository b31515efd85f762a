package dev.keylight.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.MotionOptions;
import dev.keylight.light.LightJson;
import dev.keylight.studio.EventLog;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.queue.Specs;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import dev.keylight.studio.worker.Wire;
import dev.keylight.studio.worker.WorkerFailure;
import dev.keylight.studio.worker.WorkerLimits;
import dev.keylight.studio.worker.WorkerProcess;
import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Live mode over a WebSocket, one session at a time. The client first says what ({@code {"portrait", "sh", "motion",
 * "light", "side"}}); then camera pictures go in and portraits come out, as {@code LiveTask} describes, and JSON changes
 * the light at any moment. Pictures that come faster than they can be worked on are dropped.
 */
final class LiveSocket implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IN_FLIGHT = 3;
  private static final int LARGEST_PICTURE = 1 << 20;
  private static final Duration LONGEST = Duration.ofHours(2);

  private final Uploads uploads;
  private final StudioOptions options;
  private final EventLog log;
  private final AtomicReference<Session> only = new AtomicReference<>();

  /** One client's live session. */
  private static final class Session {
    private final WsContext client;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile WorkerProcess worker;
    private volatile boolean live;

    Session(WsContext client) {
      this.client = client;
    }
  }

  LiveSocket(Uploads uploads, StudioOptions options, EventLog log) {
    this.uploads = uploads;
    this.options = options;
    this.log = log;
  }

  void register(RoutesConfig routes) {
    routes.ws(
        "/v1/live",
        socket -> {
          socket.onConnect(
              client -> {
                client.session.setMaxBinaryMessageSize(LARGEST_PICTURE);
                client.session.setMaxTextMessageSize(64 << 10);
                client.session.setIdleTimeout(Duration.ofMinutes(2));
                if (!only.compareAndSet(null, new Session(client))) {
                  refuse(client, "somebody is live already; one session at a time");
                }
              });
          socket.onMessage(message -> told(message, message.message()));
          socket.onBinaryMessage(
              message -> picture(message, message.data()));
          socket.onClose(this::gone);
          socket.onError(this::gone);
        });
  }

  private Session mine(WsContext client) {
    Session session = only.get();
    return session != null && session.client.sessionId().equals(client.sessionId()) ? session : null;
  }

  private void told(WsContext client, String text) {
    Session session = mine(client);
    if (session == null) {
      return;
    }
    try {
      JsonNode message = JSON.readTree(text);
      if (session.worker == null) {
        begin(session, message);
      } else if (message.has("sh")) {
        LightJson.read(message.toString(), "the light");
        session.worker.wire().send(JSON.createObjectNode().set("sh", message.get("sh")));
      } else if (message.has("restart")) {
        ObjectNode restart = JSON.createObjectNode().put("restart", true);
        restart.set("motion", motion(message));
        session.worker.wire().send(restart);
      }
    } catch (IOException | BadInputException e) {
      refuse(client, e instanceof BadInputException ? e.getMessage() : "that message is not understood");
    }
  }

  private void begin(Session session, JsonNode asked) throws IOException {
    Upload portrait =
        uploads
            .find(asked.path("portrait").path("upload").asText())
            .filter(upload -> upload.kind() == Upload.Kind.PICTURE)
            .orElseThrow(() -> new BadInputException("the portrait is not here any more; upload it again"));
    LightJson.read(asked.toString(), "the light");
    int side = asked.path("side").asInt(448);
    if (side < 128 || side > 1024) {
      throw new BadInputException("the side must be 128 to 1024 pixels");
    }
    ObjectNode task = JSON.createObjectNode().put("task", "live").put("longSide", side);
    String file = options.data().relativize(uploads.fileOf(portrait)).toString();
    task.put("portrait", file).put("face", asked.path("portrait").path("face").asInt(0));
    task.putObject("names").put(file, portrait.name());
    task.set("sh", asked.get("sh"));
    task.set("motion", motion(asked));
    task.set("lightOptions", JSON.valueToTree(Specs.over(LightOptions.DEFAULT, asked.get("light"), LightOptions.class, "light")));
    session.worker = WorkerProcess.start(WorkerLimits.LIVE, options.data(), "worker-live");
    if (only.get() != session) {
      // The client has gone meanwhile.
      session.worker.close();
      return;
    }
    Thread thread = new Thread(() -> run(session, task), "live");
    thread.setDaemon(true);
    thread.start();
    log.say("live-started", "upload", portrait.id());
  }

  private static JsonNode motion(JsonNode asked) {
    return JSON.valueToTree(Specs.over(MotionOptions.DEFAULT, asked.get("motion"), MotionOptions.class, "motion"));
  }

  private void run(Session session, ObjectNode task) {
    try {
      session.worker.call(task, message -> answered(session, message), LONGEST);
      session.client.closeSession(1000, "the session is over");
    } catch (WorkerFailure e) {
      if (e.kind() != WorkerFailure.Kind.CANCELLED) {
        refuse(session.client, e.getMessage());
      }
    } finally {
      gone(session.client);
    }
  }

  private static void answered(Session session, Wire.Message message) {
    if (message.bytes() != null) {
      session.inFlight.decrementAndGet();
      session.client.send(ByteBuffer.wrap(message.bytes()));
    } else {
      session.live = true;
      session.client.send(message.json().toString());
    }
  }

  private void picture(WsContext client, ByteBuffer data) {
    Session session = mine(client);
    if (session == null || !session.live || data.remaining() < 16) {
      return;
    }
    if (session.inFlight.get() >= IN_FLIGHT) {
      return;
    }
    session.inFlight.incrementAndGet();
    try {
      byte[] picture = new byte[data.remaining()];
      data.get(picture);
      session.worker.wire().send(picture);
    } catch (IOException e) {
      gone(client);
    }
  }

  private static void refuse(WsContext client, String sentence) {
    client.send(JSON.createObjectNode().put("event", "error").put("message", sentence).toString());
    client.closeSession(1008, sentence.length() > 100 ? sentence.substring(0, 100) : sentence);
  }

  private void gone(WsContext client) {
    Session session = mine(client);
    if (session != null && only.compareAndSet(session, null)) {
      if (session.worker != null) {
        session.worker.close();
      }
      log.say("live-ended");
    }
  }

  @Override
  public void close() {
    Session session = only.getAndSet(null);
    if (session != null && session.worker != null) {
      session.worker.close();
    }
  }
}
