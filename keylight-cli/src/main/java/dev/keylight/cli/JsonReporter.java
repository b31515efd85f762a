package dev.keylight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.Progress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object a line on standard output; {@code event} is progress, note, done or error. */
final class JsonReporter implements Reporter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final PrintWriter out;

  JsonReporter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Progress progress(String what, String unit) {
    return new ReportedProgress(this) {
      @Override
      void show(long done, long total, Pace pace) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("what", what);
        facts.put("done", done);
        if (total >= 0) {
          facts.put("total", total);
        }
        if (pace.perSecond() > 0) {
          facts.put(unit + "PerSecond", round(pace.perSecond()));
          if (total >= 0) {
            facts.put("secondsLeft", round(pace.secondsLeft()));
          }
        }
        line("progress", facts);
      }
    };
  }

  @Override
  public void note(String message) {
    line("note", Map.of("message", message));
  }

  @Override
  public void done(String sentence, Map<String, ?> facts) {
    line("done", facts);
  }

  @Override
  public void failed(String sentence, int code) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("code", code);
    facts.put("message", sentence);
    line("error", facts);
  }

  private void line(String event, Map<String, ?> facts) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", event);
    object.putAll(facts);
    try {
      String text = JSON.writeValueAsString(object);
      synchronized (this) {
        out.println(text);
        out.flush();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event could not be written as JSON", e);
    }
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
