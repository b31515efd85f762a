package dev.keylight.train.loop;

import java.util.List;
import java.util.Locale;

/** A page with one picture: loss over steps, on a logarithmic axis. */
final class CurvePage {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 420;
  private static final int MOST = 4000;
  private static final double SMOOTHING = 0.98;

  private CurvePage() {}

  /** @param points step and loss */
  static String of(List<double[]> points) {
    StringBuilder raw = new StringBuilder();
    StringBuilder smooth = new StringBuilder();
    double low = points.stream().mapToDouble(p -> Math.log(Math.max(1e-9, p[1]))).min().orElse(0);
    double high = Math.max(low + 1e-6, points.stream().mapToDouble(p -> Math.log(Math.max(1e-9, p[1]))).max().orElse(1));
    double last = points.isEmpty() ? 1 : points.get(points.size() - 1)[0];
    double mean = points.isEmpty() ? 0 : points.get(0)[1];
    int stride = Math.max(1, points.size() / MOST);
    for (int i = 0; i < points.size(); i++) {
      double[] p = points.get(i);
      double kept = Math.min(SMOOTHING, (1.0 + i) / (10 + i));
      mean = kept * mean + (1 - kept) * p[1];
      if (i % stride == 0) {
        raw.append(place(p[0] / last, (Math.log(Math.max(1e-9, p[1])) - low) / (high - low)));
        smooth.append(place(p[0] / last, (Math.log(Math.max(1e-9, mean)) - low) / (high - low)));
      }
    }
    return String.format(Locale.ROOT, """
        <!doctype html><meta charset="utf-8"><title>Training</title>
        <p>Loss %.4g to %.4g, logarithmic; %d steps, running mean now %.4g</p>
        <svg viewBox="0 0 %d %d" style="width:100%%;background:#fff">
        <polyline fill="none" stroke="#bcd" points="%s"/>
        <polyline fill="none" stroke="#036" stroke-width="2" points="%s"/>
        </svg>
        """, Math.exp(low), Math.exp(high), (long) last, mean, WIDTH, HEIGHT, raw, smooth);
  }

  private static String place(double along, double up) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", along * WIDTH, HEIGHT - 10 - up * (HEIGHT - 20));
  }
}
