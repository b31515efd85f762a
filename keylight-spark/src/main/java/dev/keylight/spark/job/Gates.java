package dev.keylight.spark.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Which gate a clip did not pass, told by the beginning of the sentence that {@code ClipPreparation} writes. */
final class Gates {
  /** Name of the gate by what its sentences look like, for SQL's {@code rlike}. */
  private static final Map<String, String> BY_SENTENCE = new LinkedHashMap<>();

  static {
    BY_SENTENCE.put("^the face is in view for ", "length");
    BY_SENTENCE.put("^the face is [0-9]+ pixels high", "size of the face");
    BY_SENTENCE.put("^the face is blurred", "sharpness");
    BY_SENTENCE.put("^another face is in the square", "one face");
    BY_SENTENCE.put("^its quality is ", "quality of the pictures");
    BY_SENTENCE.put("^it shows no face", "a face");
    BY_SENTENCE.put("^it is the same file as", "new content");
    BY_SENTENCE.put("^it is a picture", "a video");
    BY_SENTENCE.put("^it took longer than", "time limit");
    BY_SENTENCE.put("^it needed more than", "memory limit");
    BY_SENTENCE.put("^the process that reads it crashed", "decoder survives");
  }

  /** What is left: the decoder's own sentences. */
  static final String READABLE = "readable";

  private Gates() {}

  /** An SQL expression for the gate of a sentence in a column; null where the sentence is null. */
  static String sql(String column) {
    String cases =
        BY_SENTENCE.entrySet().stream()
            .map(gate -> "when " + column + " rlike '" + gate.getKey() + "' then '" + gate.getValue() + "'")
            .collect(Collectors.joining(" "));
    return "case when " + column + " is null then null " + cases + " else '" + READABLE + "' end";
  }
}
