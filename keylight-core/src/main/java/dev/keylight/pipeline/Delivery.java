package dev.keylight.pipeline;

import dev.keylight.OutputOptions;
import dev.keylight.Progress;
import dev.keylight.compose.ContactSheet;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The last stage: takes finished frames, encodes them and gives the file its name when all are in. Cancelled or failed, it
 * leaves nothing under that name.
 *
 * @param frames how many were written
 * @param width of the result in pixels
 * @param height of the result in pixels
 */
record Delivery(long frames, int width, int height) {
  private static final int SHEET_COLUMNS = 6;
  private static final int SHEET_HEIGHT = 256;

  static Delivery of(
      Iterator<Frame> frames,
      long expected,
      Path target,
      Output output,
      OutputOptions options,
      StageClock clock,
      Progress progress) {
    return of(frames, expected, target, output, options, clock, progress, () -> {});
  }

  /**
   * @param frames closed one by one
   * @param expected how many there will be, negative when unknown
   * @param verdict called after the last frame and before the file gets its name; throws to keep it from that
   */
  static Delivery of(
      Iterator<Frame> frames,
      long expected,
      Path target,
      Output output,
      OutputOptions options,
      StageClock clock,
      Progress progress,
      Runnable verdict) {
    long count = 0;
    int width = 0;
    int height = 0;
    try (FrameSink sink = Media.create(target, output, progress::note);
        ContactSheet sheet = new ContactSheet(SHEET_COLUMNS, SHEET_HEIGHT)) {
      ContactSheet.Row row = sheet.row(target.getFileName().toString(), expected);
      progress.update(0, expected);
      while (frames.hasNext()) {
        requireWanted(progress);
        try (Frame frame = frames.next()) {
          width = frame.width();
          height = frame.height();
          progress.shown(frame);
          clock.time(StageClock.Stage.ENCODE, () -> sink.write(frame));
          if (options.sheet()) {
            row.accept(frame);
          }
        }
        clock.firstFrameWritten();
        count++;
        progress.update(count, expected < 0 ? expected : Math.max(expected, count));
      }
      requireWanted(progress);
      verdict.run();
      sink.finish();
      if (options.sheet()) {
        sheet.write(Results.sheetOf(target));
      }
    }
    return new Delivery(count, width, height);
  }

  /** @throws CancellationException when nobody wants the result any more */
  static void requireWanted(Progress progress) {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  /** For the sidecar. */
  Map<String, Object> facts(Path target) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", target.getFileName().toString());
    facts.put("frames", frames);
    facts.put("width", width);
    facts.put("height", height);
    return facts;
  }
}
