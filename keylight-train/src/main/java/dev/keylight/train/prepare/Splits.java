package dev.keylight.train.prepare;

import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who is trained on and who is kept for validation, person by person.
 *
 * @param share of the people that are kept, 0..1; at least one where there are two
 * @param named sources that match are kept, whatever the share; null for none. Others of the same people are kept too.
 * @param seed decides who
 */
public record Splits(double share, Pattern named, long seed) {

  /**
   * Numbers the people and says who is kept.
   *
   * @param rows of the whole corpus
   * @param pairs of clips with one person's head
   */
  public List<ManifestRow> assign(List<ManifestRow> rows, List<Identities.Pair> pairs) {
    int[] people = Identities.number(rows, pairs);
    Set<Integer> all = new LinkedHashSet<>();
    Set<Integer> kept = new LinkedHashSet<>();
    for (int i = 0; i < people.length; i++) {
      if (people[i] >= 0) {
        all.add(people[i]);
        if (named != null && named.matcher(rows.get(i).source()).find()) {
          kept.add(people[i]);
        }
      }
    }
    if (named == null && all.size() > 1) {
      List<Integer> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed));
      kept.addAll(shuffled.subList(0, (int) Math.max(1, Math.round(share * all.size()))));
    }
    List<ManifestRow> assigned = new ArrayList<>();
    for (int i = 0; i < people.length; i++) {
      String split = kept.contains(people[i]) ? Dataset.VALIDATION : Dataset.TRAIN;
      assigned.add(people[i] < 0 ? rows.get(i) : rows.get(i).withPerson(people[i], split));
    }
    return assigned;
  }
}
