package dev.keylight.eval.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyTest {
  @TempDir Path folder;

  private Path page;
  private List<StudyPage.Sheet> sheets;

  @BeforeEach
  void files() throws IOException {
    page = folder.resolve("study.html");
    sheets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Map<String, Path> results = new LinkedHashMap<>();
      for (String method : List.of("secretname", "othername")) {
        results.put(method, video(method + i + ".mp4", method, (i + 1) * (method.startsWith("s") ? 20 : 30)));
      }
      sheets.add(new StudyPage.Sheet("clipname" + i, Map.of("source", Files.writeString(folder.resolve("s" + i + ".png"), "p" + i)), results));
    }
  }

  /** Three grey frames in a file that tells who made it. */
  private Path video(String name, String method, int grey) {
    Path file = folder.resolve(name);
    try (FrameSink sink = Media.create(file, Output.at(new Rational(25, 1)).withMetadata(Map.of("comment", "made by " + method)));
        Scalar colour = new Scalar(grey, grey, grey, 0)) {
      for (int i = 0; i < 3; i++) {
        try (Frame frame = Frame.of(new Mat(32, 48, opencv_core.CV_8UC3, colour), i, new Rational(1, 25))) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    return file;
  }

  private StudyKey make() {
    return StudyKey.read(StudyPage.write(page, "A study & more", sheets, 3));
  }

  private Path answer(String name, StudyKey key, int secret, int other) throws IOException {
    Map<String, Object> answers = new LinkedHashMap<>();
    key.items().forEach((code, item) -> {
      int rating = item.method().equals("secretname") ? secret : other;
      answers.put(code, Map.of("LA", rating, "ID", rating, "VQ", rating));
    });
    return Files.write(folder.resolve(name), new ObjectMapper().writeValueAsBytes(Map.of("study", key.study(), "answers", answers)));
  }

  @Test
  void the_page_needs_nothing_beside_it_and_tells_no_names() throws IOException {
    StudyKey key = make();
    String html = Files.readString(page);
    assertThat(html).doesNotContain("secretname").doesNotContain("othername").doesNotContain("clipname").doesNotContain("http:").doesNotContain("https:");
    assertThat(html).contains("A study &amp; more").contains("data:video/mp4;base64,").contains("data:image/png;base64,").doesNotContain("{{");
    assertThat(key.items()).hasSize(12);
    assertThat(key.items().keySet()).allSatisfy(code -> assertThat(html).contains(code));
    for (Question question : Question.values()) {
      assertThat(html).contains(question.words());
    }
  }

  /** Results say who made them in their own tags; what the page holds does not, and shows the same pictures. */
  @Test
  void results_lose_their_tags_and_keep_their_pictures() throws IOException {
    assertThat(new String(Files.readAllBytes(folder.resolve("secretname0.mp4")), StandardCharsets.ISO_8859_1)).contains("made by secretname");
    StudyKey key = make();
    Matcher results = Pattern.compile("\"code\":\"(\\w+)\",\"data\":\"data:video/mp4;base64,([^\"]+)\"").matcher(Files.readString(page));
    int found = 0;
    while (results.find()) {
      byte[] content = Base64.getDecoder().decode(results.group(2));
      assertThat(new String(content, StandardCharsets.ISO_8859_1)).doesNotContain("secretname").doesNotContain("othername").doesNotContainIgnoringCase("keylight");
      StudyKey.Item item = key.items().get(results.group(1));
      Path copy = Files.write(folder.resolve("copy.mp4"), content);
      int number = Integer.parseInt(item.clip().replace("clipname", ""));
      assertThat(grey(copy)).isCloseTo((number + 1) * (item.method().startsWith("s") ? 20 : 30), within(4));
      found++;
    }
    assertThat(found).isEqualTo(12);
  }

  private static int grey(Path file) {
    try (FrameSource source = Media.open(file);
        Frame frame = source.next()) {
      return frame.pixels().data().get(0) & 255;
    }
  }

  @Test
  void sides_and_clips_are_shuffled_and_the_same_seed_makes_the_same_page() throws IOException {
    StudyKey key = make();
    String first = Files.readString(page);
    List<String> order = new ArrayList<>(key.items().keySet());
    order.sort((a, b) -> Integer.compare(first.indexOf("\"" + a + "\""), first.indexOf("\"" + b + "\"")));
    assertThat(order.stream().map(code -> key.items().get(code).clip()).distinct()).isNotEqualTo(sheets.stream().map(StudyPage.Sheet::clip).toList());
    List<String> leftSides = new ArrayList<>();
    for (int i = 0; i < order.size(); i += 2) {
      leftSides.add(key.items().get(order.get(i)).method());
    }
    assertThat(leftSides).contains("secretname", "othername");
    make();
    assertThat(Files.readString(page)).isEqualTo(first);
  }

  @Test
  void answers_become_means_with_intervals_and_agreement() throws IOException {
    StudyKey key = make();
    StudyResults results = StudyResults.of(key, List.of(answer("a.json", key, 5, 2), answer("b.json", key, 4, 1), answer("c.json", key, 5, 2)));
    assertThat(results.people()).isEqualTo(3);
    assertThat(results.means().get("secretname").get(Question.ID).mean()).isCloseTo(14 / 3.0, within(1e-9));
    assertThat(results.means().get("othername").get(Question.ID).low()).isGreaterThanOrEqualTo(1);
    assertThat(results.agreement().get(Question.VQ)).isBetween(0.3, 1.0);
    assertThat(results.markdown()).contains("| secretname | **4.67**").contains("3 people");
  }

  @Test
  void one_person_has_no_interval() throws IOException {
    StudyKey key = make();
    assertThat(StudyResults.of(key, List.of(answer("a.json", key, 3, 4))).markdown()).contains("1 person").contains("| – |").doesNotContain("4.00 (").doesNotContain("4.00** (");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "{\"study\": \"other\", \"answers\": {}}; another study",
    "{\"study\": \"KEY\", \"answers\": {}}; no answers",
    "{\"study\": \"KEY\", \"answers\": {\"zzz\": {\"LA\": 3}}}; not in this study",
    "{\"study\": \"KEY\", \"answers\": {\"CODE\": {\"LA\": 9}}}; 1 to 5",
    "{\"study\": \"KEY\", \"answers\": {\"CODE\": {\"LA\": 2.5}}}; 1 to 5",
    "no json; cannot be read",
  })
  void answers_that_cannot_be_counted_are_refused(String content, String reason) throws IOException {
    StudyKey key = make();
    String text = content.replace("KEY", key.study()).replace("CODE", key.items().keySet().iterator().next());
    Path file = Files.writeString(folder.resolve("bad.json"), text);
    assertThatThrownBy(() -> StudyResults.of(key, List.of(file)))
        .isInstanceOf(BadInputException.class).hasMessageContaining("bad.json").hasMessageContaining(reason);
  }

  @Test
  void a_study_about_nothing_or_of_files_no_browser_shows_is_refused() throws IOException {
    assertThatThrownBy(() -> StudyPage.write(page, "t", List.of(), 1)).isInstanceOf(BadInputException.class);
    Path odd = Files.writeString(folder.resolve("a.mkv"), "x");
    assertThatThrownBy(() -> StudyPage.write(page, "t", List.of(new StudyPage.Sheet("c", Map.of(), Map.of("m", odd))), 1))
        .isInstanceOf(BadInputException.class).hasMessageContaining("a.mkv");
    assertThatThrownBy(() -> StudyKey.read(folder.resolve("none.json"))).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> StudyResults.of(make(), List.of())).isInstanceOf(BadInputException.class);
  }
}
