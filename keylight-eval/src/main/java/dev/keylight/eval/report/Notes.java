package dev.keylight.eval.report;

import dev.keylight.eval.score.ScoreCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The remarks of all clips, each said once with the clips it is about. */
final class Notes {
  private static final int NAMED = 4;

  private Notes() {}

  static List<String> of(Evaluation evaluation) {
    Map<String, List<String>> about = new LinkedHashMap<>();
    for (ScoreCard card : evaluation.cards()) {
      for (String note : card.notes()) {
        about.computeIfAbsent(note, unused -> new ArrayList<>()).add(card.method() + "/" + card.clip());
      }
    }
    List<String> notes = new ArrayList<>(evaluation.notes());
    about.forEach((note, clips) -> {
      String which =
          clips.size() == evaluation.cards().size()
              ? "all clips"
              : String.join(", ", clips.subList(0, Math.min(NAMED, clips.size())))
                  + (clips.size() > NAMED ? " and " + (clips.size() - NAMED) + " more" : "");
      notes.add(which + ": " + note);
    });
    return notes;
  }
}
