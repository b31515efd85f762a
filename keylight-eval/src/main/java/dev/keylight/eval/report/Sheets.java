package dev.keylight.eval.report;

import dev.keylight.compose.ContactSheet;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.footage.Reel;
import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Contact sheets of the best and the worst clip of each method, by the first metric of a list that was measured. */
public final class Sheets {
  private static final int COLUMNS = 6;
  private static final int HEIGHT = 170;
  private static final int QUALITY = 82;
  /** What best and worst are told by: the light, else the motion, else the likeness. */
  private static final List<String> BY = List.of("LE", "LE-mesh", "AKD-motion", "SSIM", "ID", "ID-dlib128");

  private Sheets() {}

  /**
   * A picture of a clip.
   *
   * @param caption whose, which and why
   * @param jpeg the picture
   */
  public record Sheet(String caption, byte[] jpeg) {}

  /**
   * @param footage the rows of each sheet by their labels, result first, by {@code method/clip}
   */
  public static List<Sheet> bestAndWorst(Evaluation evaluation, Map<String, Map<String, Footage>> footage) {
    List<Sheet> sheets = new ArrayList<>();
    for (String method : evaluation.methods()) {
      if (evaluation.baselines().contains(method)) {
        continue;
      }
      MetricInfo metric = metric(evaluation, method);
      if (metric == null) {
        continue;
      }
      List<ScoreCard> ranked =
          Summary.cards(evaluation, method).stream()
              .filter(card -> !Double.isNaN(card.value(metric.id())))
              .sorted(ranking(metric))
              .toList();
      sheets.add(sheet("best", ranked.get(0), metric, footage));
      if (ranked.size() > 1) {
        sheets.add(sheet("worst", ranked.get(ranked.size() - 1), metric, footage));
      }
    }
    return sheets;
  }

  private static MetricInfo metric(Evaluation evaluation, String method) {
    List<ScoreCard> cards = Summary.cards(evaluation, method);
    for (String id : BY) {
      for (MetricInfo metric : evaluation.metrics()) {
        if (metric.id().equals(id) && cards.stream().anyMatch(card -> !Double.isNaN(card.value(id)))) {
          return metric;
        }
      }
    }
    return null;
  }

  private static Comparator<ScoreCard> ranking(MetricInfo metric) {
    Comparator<ScoreCard> rising = Comparator.comparingDouble(card -> card.value(metric.id()));
    return metric.better() == Better.HIGHER ? rising.reversed() : rising;
  }

  private static Sheet sheet(String rank, ScoreCard card, MetricInfo metric, Map<String, Map<String, Footage>> footage) {
    String caption = card.method() + ", " + rank + " by " + metric.id() + " (" + Numbers.of(card.value(metric.id())) + "): " + card.clip();
    try (ContactSheet sheet = new ContactSheet(COLUMNS, HEIGHT)) {
      footage.getOrDefault(card.method() + "/" + card.clip(), Map.of())
          .forEach((label, row) -> fill(sheet.row(label, card.frames()), row, card.frames()));
      try (Frame drawn = sheet.draw()) {
        return new Sheet(caption, jpeg(drawn));
      }
    }
  }

  private static void fill(ContactSheet.Row row, Footage footage, int frames) {
    try (Reel reel = new Reel(footage)) {
      for (int i = 0; i < frames; i++) {
        try (Frame frame = reel.next()) {
          if (frame == null) {
            return;
          }
          row.accept(frame);
        }
      }
    }
  }

  private static byte[] jpeg(Frame frame) {
    try (PointerScope scope = new PointerScope()) {
      Mat bgr = new Mat();
      opencv_imgproc.cvtColor(frame.pixels(), bgr, opencv_imgproc.COLOR_RGB2BGR);
      BytePointer bytes = new BytePointer();
      opencv_imgcodecs.imencode(".jpg", bgr, bytes, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY));
      byte[] encoded = new byte[(int) bytes.limit()];
      bytes.get(encoded);
      return encoded;
    }
  }
}
