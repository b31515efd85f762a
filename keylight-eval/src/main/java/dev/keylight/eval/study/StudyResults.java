package dev.keylight.eval.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.eval.statistics.Bootstrap;
import dev.keylight.eval.statistics.Krippendorff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people answered.
 *
 * @param people how many
 * @param means by method and question: each person's mean first, then the mean of people, with the interval over people
 * @param agreement Krippendorff's ordinal alpha of all people over all videos, by question
 */
public record StudyResults(
    int people, Map<String, Map<Question, Bootstrap.Interval>> means, Map<Question, Double> agreement) {

  /** One person's answers by code and question. */
  private record Answers(Map<String, Map<Question, Double>> byCode) {}

  /**
   * @param files one JSON file for each person
   * @throws BadInputException when one is no answer to this study
   */
  public static StudyResults of(StudyKey key, List<Path> files) {
    if (files.isEmpty()) {
      throw new BadInputException("there are no answers; name at least one JSON file");
    }
    List<Answers> people = files.stream().map(file -> read(key, file)).toList();
    Map<String, Map<Question, Bootstrap.Interval>> means = new TreeMap<>();
    Map<Question, Double> agreement = new EnumMap<>(Question.class);
    List<String> codes = new ArrayList<>(new TreeSet<>(key.items().keySet()));
    for (Question question : Question.values()) {
      for (String method : new TreeSet<>(key.items().values().stream().map(StudyKey.Item::method).toList())) {
        double[] own =
            people.stream().mapToDouble(person -> mean(key, person, method, question)).filter(mean -> !Double.isNaN(mean)).toArray();
        means.computeIfAbsent(method, unused -> new EnumMap<>(Question.class)).put(question, Bootstrap.mean(own));
      }
      double[][] table = new double[people.size()][codes.size()];
      for (int p = 0; p < table.length; p++) {
        for (int c = 0; c < codes.size(); c++) {
          table[p][c] = people.get(p).byCode.getOrDefault(codes.get(c), Map.of()).getOrDefault(question, Double.NaN);
        }
      }
      agreement.put(question, Krippendorff.ordinal(table));
    }
    return new StudyResults(people.size(), means, agreement);
  }

  private static double mean(StudyKey key, Answers person, String method, Question question) {
    return person.byCode.entrySet().stream()
        .filter(answer -> key.items().get(answer.getKey()).method().equals(method))
        .map(answer -> answer.getValue().get(question))
        .filter(value -> value != null)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  private static Answers read(StudyKey key, Path file) {
    try {
      JsonNode tree = new ObjectMapper().readTree(file.toFile());
      if (!tree.path("study").asText().equals(key.study())) {
        throw new BadInputException(file + " answers another study; its number is '" + tree.path("study").asText() + "', this one's is '" + key.study() + "'");
      }
      Map<String, Map<Question, Double>> answers = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> answer : tree.path("answers").properties()) {
        if (!key.items().containsKey(answer.getKey())) {
          throw new BadInputException(file + " answers about a video '" + answer.getKey() + "' that is not in this study");
        }
        answers.put(answer.getKey(), ratings(file, answer.getKey(), answer.getValue()));
      }
      if (answers.isEmpty()) {
        throw new BadInputException(file + " holds no answers");
      }
      return new Answers(answers);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read as answers: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static Map<Question, Double> ratings(Path file, String code, JsonNode given) {
    Map<Question, Double> ratings = new EnumMap<>(Question.class);
    for (Question question : Question.values()) {
      JsonNode rating = given.get(question.name());
      if (rating == null || rating.isNull()) {
        continue;
      }
      if (!rating.isIntegralNumber() || rating.intValue() < 1 || rating.intValue() > 5) {
        throw new BadInputException(file + " rates video " + code + " with " + rating + "; answers are 1 to 5");
      }
      ratings.put(question, (double) rating.intValue());
    }
    return ratings;
  }

  /** A table for people. */
  public String markdown() {
    StringBuilder text = new StringBuilder("| | " + String.join(" | ", Arrays.stream(Question.values()).map(Question::title).toList()) + " |\n");
    text.append("| --- |").append(" ---: |".repeat(Question.values().length)).append('\n');
    Map<Question, Double> best = new EnumMap<>(Question.class);
    means.values().forEach(row -> row.forEach((question, cell) -> best.merge(question, cell.mean(), Math::max)));
    means.forEach((method, row) -> {
      text.append("| ").append(method).append(" |");
      row.forEach((question, cell) -> {
        String words = String.format(Locale.ROOT, "%.2f", cell.mean());
        words = means.size() > 1 && cell.mean() == best.get(question) ? "**" + words + "**" : words;
        text.append(' ').append(words).append(cell.hasBounds() ? String.format(Locale.ROOT, " (%.2f–%.2f)", cell.low(), cell.high()) : "").append(" |");
      });
      text.append('\n');
    });
    text.append("| agreement (Krippendorff's α) |");
    agreement.forEach((question, alpha) -> text.append(Double.isNaN(alpha) ? " – |" : String.format(Locale.ROOT, " %.2f |", alpha)));
    return text.append('\n').append('\n').append(people).append(people == 1 ? " person: no interval and no agreement.\n" : " people; in brackets the 95 % interval by bootstrap over people. Best is bold.\n").toString();
  }
}
