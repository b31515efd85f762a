package dev.keylight.studio.http;

import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** Counts in Prometheus' text form. */
final class Metrics {
  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  private final Map<String, Double> values = new TreeMap<>();
  private final long[] buckets = new long[BOUNDS.length + 1];
  private double seconds;

  /** One answered request. */
  synchronized void answered(Context ctx, double took) {
    values.merge(
        "keylight_http_requests_total{method=\"" + ctx.method().name() + "\",status=\"" + ctx.statusCode() + "\"}", 1d, Double::sum);
    int bucket = 0;
    while (bucket < BOUNDS.length && took > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket]++;
    seconds += took;
  }

  /** A value as it is now. */
  synchronized void gauge(String name, double value) {
    values.put(name, value);
  }

  synchronized String text() {
    Runtime runtime = Runtime.getRuntime();
    gauge("keylight_heap_bytes", runtime.totalMemory() - runtime.freeMemory());
    gauge("keylight_threads", ManagementFactory.getThreadMXBean().getThreadCount());
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      String name = entry.getKey().replaceAll("\\{.*", "");
      if (!name.equals(last)) {
        text.append("# TYPE ").append(name).append(name.endsWith("_total") ? " counter\n" : " gauge\n");
        last = name;
      }
      text.append(entry.getKey()).append(' ').append(entry.getValue()).append('\n');
    }
    text.append("# TYPE keylight_http_seconds histogram\n");
    long sum = 0;
    for (int i = 0; i < buckets.length; i++) {
      sum += buckets[i];
      String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
      text.append("keylight_http_seconds_bucket{le=\"").append(bound).append("\"} ").append(sum).append('\n');
    }
    text.append("keylight_http_seconds_sum ").append(seconds).append("\nkeylight_http_seconds_count ").append(sum).append('\n');
    return text.toString();
  }
}
