package dev.keylight.eval.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines over one axis as inline SVG. Colours come from the page's style ({@code .line0} and so on), so that plots follow its
 * light or dark theme.
 */
final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 34;
  private static final int TICKS = 4;

  /** Least height of the plot as a share of its largest value. */
  private static final double LEAST_SPAN = 0.2;

  private final String title;
  private final String across;
  private final StringBuilder svg = new StringBuilder();
  private double lowX = Double.POSITIVE_INFINITY;
  private double highX = Double.NEGATIVE_INFINITY;
  private double lowY = Double.POSITIVE_INFINITY;
  private double highY = Double.NEGATIVE_INFINITY;

  private Plot(String title, String across) {
    this.title = title;
    this.across = across;
  }

  /**
   * @param title what is plotted, also for readers that cannot see it
   * @param across what the horizontal axis is
   * @param lines points x, y by name; points that are NaN interrupt nothing, they are left out
   */
  static String svg(String title, String across, Map<String, List<double[]>> lines) {
    return new Plot(title, across).draw(lines);
  }

  private String draw(Map<String, List<double[]>> lines) {
    lines.values().forEach(points -> points.forEach(this::include));
    if (!(highX >= lowX)) {
      return "";
    }
    // From zero, unless that would press everything together.
    lowY = lowY > 0 && lowY < 0.7 * highY ? 0 : lowY;
    // What hardly changes is to look as if it hardly changed.
    double missing = LEAST_SPAN * Math.abs(highY) - (highY - lowY);
    lowY -= Math.max(0, missing / 2);
    highY += Math.max(0, missing / 2);
    highY = highY > lowY ? highY : lowY + 1;
    highX = highX > lowX ? highX : lowX + 1;
    svg.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT + 20 * lines.size(), Html.escape(title)));
    axes();
    int index = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      line(index++, line.getKey(), line.getValue());
    }
    return svg.append("</svg>\n").toString();
  }

  private void include(double[] point) {
    if (!Double.isNaN(point[1])) {
      lowX = Math.min(lowX, point[0]);
      highX = Math.max(highX, point[0]);
      lowY = Math.min(lowY, point[1]);
      highY = Math.max(highY, point[1]);
    }
  }

  private void axes() {
    for (int i = 0; i <= TICKS; i++) {
      double x = lowX + i * (highX - lowX) / TICKS;
      double y = lowY + i * (highY - lowY) / TICKS;
      svg.append(String.format(Locale.ROOT, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y(y), y(y)));
      svg.append(String.format(Locale.ROOT, "<text class=\"tick end\" x=\"%d\" y=\"%.1f\">%s</text>", LEFT - 6, y(y) + 4, Numbers.of(y)));
      String anchor = i == 0 ? "start" : i == TICKS ? "end" : "middle";
      svg.append(String.format(Locale.ROOT, "<text class=\"tick %s\" x=\"%.1f\" y=\"%d\">%s</text>%n", anchor, x(x), HEIGHT - BOTTOM + 16, plain(x)));
    }
    svg.append(String.format(Locale.ROOT, "<text class=\"tick middle\" x=\"%d\" y=\"%d\">%s</text>%n", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, Html.escape(across)));
  }

  private String plain(double value) {
    return value == Math.rint(value) || highX - lowX > 20
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private void line(int index, String name, List<double[]> points) {
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (double[] point : points) {
      if (!Double.isNaN(point[1])) {
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x(point[0]), y(point[1])));
        if (points.size() <= 20) {
          dots.append(String.format(Locale.ROOT, "<circle class=\"dot%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", index % 6, x(point[0]), y(point[1])));
        }
      }
    }
    svg.append("<path class=\"line").append(index % 6).append("\" d=\"").append(path).append("\"/>").append(dots).append('\n');
    int y = HEIGHT + 14 + 20 * index;
    svg.append(String.format(Locale.ROOT, "<path class=\"line%d\" d=\"M%d %dh24\"/><text class=\"tick\" x=\"%d\" y=\"%d\">%s</text>%n", index % 6, LEFT, y - 4, LEFT + 32, y, Html.escape(name)));
  }

  private double x(double value) {
    return LEFT + (value - lowX) / (highX - lowX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - lowY) / (highY - lowY) * (HEIGHT - TOP - BOTTOM);
  }
}
