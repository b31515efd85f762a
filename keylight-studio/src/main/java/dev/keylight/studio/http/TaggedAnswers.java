package dev.keylight.studio.http;

import dev.keylight.studio.store.Ids;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * JSON answers with an entity tag: who asks again is told in a few bytes that nothing changed, and what several ask for is made
 * once. Tags hold a mark of this run of the server, as its counts begin anew with every start.
 */
final class TaggedAnswers {
  private static final int REMEMBERED = 128;

  private final String run = Ids.next();
  private final Map<String, Made> made =
      new LinkedHashMap<>(64, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Made(String version, byte[] json) {}

  /**
   * Answers.
   *
   * @param what the answer's name, the same for the same question
   * @param version changes whenever the answer does; taken before the answer is made
   * @param json makes the answer
   */
  void send(Context ctx, String what, String version, Supplier<?> json) {
    String tag = "\"" + run + "-" + version + "\"";
    ctx.header("ETag", tag).header("Cache-Control", "private, no-cache");
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    Made known;
    synchronized (made) {
      known = made.get(what);
    }
    if (known == null || !known.version.equals(version)) {
      known = new Made(version, json.get().toString().getBytes(StandardCharsets.UTF_8));
      synchronized (made) {
        made.put(what, known);
      }
    }
    ctx.contentType("application/json").result(known.json);
  }
}
