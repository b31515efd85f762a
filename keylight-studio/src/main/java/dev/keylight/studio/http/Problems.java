package dev.keylight.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.keylight.BadInputException;
import dev.keylight.studio.EventLog;
import dev.keylight.studio.queue.QueueFull;
import dev.keylight.studio.worker.Interactive;
import dev.keylight.studio.worker.WorkerFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every failure as {@code application/problem+json} (RFC 9457). */
final class Problems {
  private final EventLog log;

  Problems(EventLog log) {
    this.log = log;
  }

  void register(RoutesConfig routes) {
    routes.exception(Problem.class, (e, ctx) -> answer(ctx, e));
    routes.exception(BadInputException.class, (e, ctx) -> answer(ctx, new Problem(422, "bad-input", e.getMessage())));
    routes.exception(QueueFull.class, (e, ctx) -> answer(ctx, new Problem(429, "queue-full", e.getMessage(), e.retryAfterSeconds())));
    routes.exception(Interactive.Busy.class, (e, ctx) -> answer(ctx, new Problem(503, "busy", e.getMessage(), 3)));
    routes.exception(
        JsonProcessingException.class, (e, ctx) -> answer(ctx, new Problem(400, "not-json", "the body is not the JSON that was expected")));
    routes.exception(WorkerFailure.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(
        HttpResponseException.class,
        (e, ctx) ->
            answer(
                ctx,
                e.getStatus() == 413
                    ? new Problem(413, "too-large", "the request is too large")
                    : new Problem(e.getStatus(), "http-" + e.getStatus(), e.getStatus() == 404 ? "there is nothing here" : "this request cannot be answered")));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          StackTraceElement[] trace = e.getStackTrace();
          log.say(
              "request-failed", "path", ctx.path(), "error", e.toString(), "where", trace.length == 0 ? "" : trace[0].toString());
          answer(ctx, new Problem(500, "internal", "something went wrong in the studio; its log says what"));
        });
  }

  private static Problem of(WorkerFailure failure) {
    return switch (failure.kind()) {
      case BAD_INPUT -> new Problem(422, "bad-input", failure.getMessage());
      case CRASHED -> new Problem(422, "unreadable", failure.getMessage());
      case CANCELLED -> new Problem(503, "closing", "the studio is closing", 5);
      case FAILED -> new Problem(500, "failed", failure.getMessage());
    };
  }

  static void answer(Context ctx, Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("status", problem.status());
    body.put("code", problem.code());
    body.put("detail", problem.getMessage());
    ctx.status(problem.status());
    if (problem.retryAfterSeconds() > 0) {
      ctx.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
    }
    ctx.json(body).contentType("application/problem+json");
  }
}
