package dev.keylight.studio.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is asking, by address, and how often: a bucket of requests each, refilled steadily. */
final class Clients {
  private static final int BURST = 1200;
  private static final double PER_SECOND = 600;
  private static final int REMEMBERED = 1000;

  private final Map<String, double[]> buckets =
      new LinkedHashMap<>(64, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, double[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  static String of(Context ctx) {
    return ctx.req().getRemoteAddr();
  }

  /** Takes one request out of the bucket. */
  synchronized void count(Context ctx) {
    double now = System.nanoTime() / 1e9;
    double[] bucket = buckets.computeIfAbsent(of(ctx), client -> new double[] {BURST, now});
    bucket[0] = Math.min(BURST, bucket[0] + PER_SECOND * (now - bucket[1]));
    bucket[1] = now;
    if (bucket[0] < 1) {
      throw new Problem(429, "too-many-requests", "too many requests; wait a second", 1);
    }
    bucket[0]--;
  }
}
