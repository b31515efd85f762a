package dev.keylight.cli;

import dev.keylight.Progress;
import java.util.Map;

/** How a command tells what it does: in sentences for people, or in JSON lines for machines. */
interface Reporter {
  /** Follows one long operation that counts frames. */
  default Progress progress(String what) {
    return progress(what, "frames");
  }

  /** @param unit what is counted, in the plural */
  Progress progress(String what, String unit);

  /** A one-line remark. */
  void note(String message);

  /**
   * The outcome of the command.
   *
   * @param sentence for people
   * @param facts the same for machines
   */
  void done(String sentence, Map<String, ?> facts);

  /** The command failed. */
  void failed(String sentence, int code);
}
