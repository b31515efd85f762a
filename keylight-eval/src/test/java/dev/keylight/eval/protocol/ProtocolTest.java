package dev.keylight.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.report.Evaluation;
import dev.keylight.eval.report.PublishedFigures;
import dev.keylight.eval.report.Report;
import dev.keylight.eval.report.Sheets;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.lcvd.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
  private static final int FRAMES = 4;

  @TempDir Path folder;

  private static Protocol.Inputs inputs(Path source, List<String> lights, List<String> engines, List<FolderMethod> others) {
    return new Protocol.Inputs(List.of(source), List.of(Scene.clip()), lights, engines, others, FRAMES, List.of(0.5f, 1f), List.of(1f, 3f));
  }

  private Evaluation run(Protocol protocol, Protocol.Inputs inputs) {
    return new ExperimentRun(protocol.experiment(inputs, folder), folder, MetricSuite.CHEAP, new ScoringOptions(FRAMES, 2), 0, Progress.NONE).run(2);
  }

  private Map<String, FileTime> files() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        times.put(folder.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void relighting_scores_engines_folders_and_the_unlit_source_side_by_side() throws IOException {
    Path others = Files.createDirectory(folder.resolve("others"));
    Files.copy(Scene.clipInOtherLight(), others.resolve("other--rembrandt.mp4"));
    Protocol.Inputs inputs = inputs(Scene.clipInOtherLight(), List.of("rembrandt", "rim"), List.of("warp"), List.of(new FolderMethod("DPR", others)));
    Evaluation evaluation = run(Protocol.RELIGHT, inputs);
    assertThat(evaluation.methods()).containsExactly("warp", "DPR", "unlit");
    assertThat(evaluation.baselines()).containsExactly("unlit");
    assertThat(evaluation.cards()).hasSize(5).allSatisfy(card -> assertThat(card.frames()).isEqualTo(FRAMES));
    assertThat(evaluation.notes()).anyMatch(note -> note.contains("DPR has no result for 1 of 2 cases, such as other--rim"));
    assertThat(evaluation.notes()).anyMatch(note -> note.startsWith("warp: the slowest stage is "));
    assertThat(evaluation.cards().get(0).provenance().inputs().get("result").made()).contains("engine warp");
    assertThat(evaluation.published()).extracting(PublishedFigures::method).contains("DPR", "LCVD");
    assertThat(evaluation.cards().get(0).value("LE-mesh")).as("lit").isLessThan(evaluation.cards().get(3).value("LE-mesh"));
  }

  @Test
  void a_second_run_keeps_everything_and_a_stopped_one_goes_on() throws IOException {
    Protocol.Inputs inputs = inputs(Scene.clip(), List.of("rembrandt"), List.of("warp"), List.of());
    ExperimentRun late = new ExperimentRun(Protocol.RELIGHT.experiment(inputs, folder), folder, MetricSuite.CHEAP, new ScoringOptions(FRAMES, 2), 1e-6, Progress.NONE);
    assertThat(late.run(1).notes()).anyMatch(note -> note.startsWith("the time ran out: 0 of 2"));
    assertThat(late.stopped()).isTrue();
    Evaluation first = run(Protocol.RELIGHT, inputs);
    Map<String, FileTime> before = files();
    assertThat(run(Protocol.RELIGHT, inputs)).isEqualTo(first);
    assertThat(files()).isEqualTo(before);
    // A card of other settings is not taken for this one's.
    ExperimentRun finer = new ExperimentRun(Protocol.RELIGHT.experiment(inputs, folder), folder, MetricSuite.CHEAP, new ScoringOptions(FRAMES, 1), 0, Progress.NONE);
    assertThat(finer.run(1).cards().get(0).scores().get("LE-mesh").measured()).isEqualTo(FRAMES);
  }

  @Test
  void animation_self_reenactment_and_the_ablations_name_their_cases_and_variants() {
    Experiment animate = Protocol.ANIMATE.experiment(inputs(Scene.portrait(), List.of(), List.of("warp"), List.of()), folder);
    assertThat(animate.cases()).extracting(Case::name).containsExactly("portrait--talking");
    Experiment self = Protocol.SELF.experiment(inputs(Scene.clip(), List.of(), List.of("warp"), List.of()), folder);
    assertThat(self.cases().get(0).truth()).isPresent();
    Experiment guidance = Protocol.GUIDANCE.experiment(inputs(Scene.portrait(), List.of("rembrandt"), List.of("warp"), List.of()), folder);
    assertThat(guidance.sweep()).containsExactly(Map.entry("warp 0.5", 0.5), Map.entry("warp 1.0", 1.0));
    Experiment adapters = Protocol.ADAPTERS.experiment(inputs(Scene.portrait(), List.of("rembrandt"), List.of("warp"), List.of()), folder);
    assertThat(adapters.methods()).extracting(Method::name).containsExactly("warp reference only", "warp shading only", "warp both", "unlit");
  }

  @Test
  void the_ablations_of_a_model_leave_out_its_adapters_and_weigh_its_guidance() throws IOException {
    System.setProperty("keylight.weights", TinyModel.write(folder.resolve("weights")).toString());
    try {
      Protocol.Inputs inputs = inputs(Scene.portrait(), List.of("split-right"), List.of("lcvd:size=64,steps=2"), List.of());
      Evaluation adapters = run(Protocol.ADAPTERS, inputs);
      assertThat(adapters.notes()).noneMatch(note -> note.contains("could not be"));
      assertThat(adapters.cards()).extracting(ScoreCard::method)
          .containsExactly("lcvd:size=64,steps=2 reference only", "lcvd:size=64,steps=2 shading only", "lcvd:size=64,steps=2 both", "unlit");
      assertThat(made(adapters)).as("three different results").hasSize(3);
      Experiment sweep = Protocol.GUIDANCE.experiment(inputs, folder);
      assertThat(sweep.sweep()).containsExactly(Map.entry("lcvd:size=64,steps=2 ω 1.0", 1.0), Map.entry("lcvd:size=64,steps=2 ω 3.0", 3.0));
      assertThat(made(run(Protocol.GUIDANCE, inputs))).as("two different results").hasSize(2);
    } finally {
      System.clearProperty("keylight.weights");
    }
  }

  /** The hashes of what a model made. */
  private static Set<String> made(Evaluation evaluation) {
    return evaluation.cards().stream().filter(card -> !card.method().equals("unlit"))
        .map(card -> card.provenance().inputs().get("result").sha256()).collect(Collectors.toSet());
  }

  @Test
  void a_clip_made_again_is_near_itself_and_the_ablation_shows_the_papers_order() {
    Evaluation self = run(Protocol.SELF, inputs(Scene.clip(), List.of(), List.of("warp"), List.of()));
    assertThat(self.cards().get(0).notes()).as("nothing missing").noneMatch(note -> note.contains("no face"));
    assertThat(self.cards().get(0).value("PSNR")).isGreaterThan(25);
    assertThat(self.cards().get(0).value("AKD")).isLessThan(0.1);
    Evaluation adapters = run(Protocol.ADAPTERS, inputs(Scene.portrait(), List.of("split-right"), List.of("warp"), List.of()));
    assertThat(adapters.cards()).hasSize(4);
    assertThat(adapters.cards()).extracting(ScoreCard::method).containsExactly("warp reference only", "warp shading only", "warp both", "unlit");
    assertThat(adapters.cards().get(2).value("LE-mesh")).as("both").isLessThan(adapters.cards().get(0).value("LE-mesh"));
  }

  @Test
  void a_report_of_it_shows_best_and_worst_as_pictures() throws IOException {
    Protocol.Inputs inputs = inputs(Scene.portrait(), List.of("rembrandt", "rim"), List.of("warp"), List.of());
    ExperimentRun run = new ExperimentRun(Protocol.STILL.experiment(inputs, folder), folder, MetricSuite.CHEAP, new ScoringOptions(FRAMES, 2), 0, Progress.NONE);
    Evaluation evaluation = run.run(1);
    assertThat(run.footage().values()).allSatisfy(rows -> assertThat(rows.keySet().stream().skip(1)).startsWith("source"));
    List<Sheets.Sheet> sheets = Sheets.bestAndWorst(evaluation, run.footage());
    assertThat(sheets).extracting(Sheets.Sheet::caption).hasSize(2).anyMatch(caption -> caption.contains("best")).anyMatch(caption -> caption.contains("worst"));
    Report.write(evaluation, sheets, folder);
    assertThat(Files.readString(folder.resolve("report.html"))).contains("data:image/jpeg;base64,").contains("<svg").contains("LCVD (Table 2)").doesNotContain("http");
  }

  @Test
  void what_cannot_be_evaluated_is_said() {
    assertThatThrownBy(() -> Protocol.RELIGHT.experiment(inputs(Scene.clip(), List.of(), List.of("warp"), List.of()), folder))
        .isInstanceOf(BadInputException.class).hasMessageContaining("--lights");
    Protocol.Inputs none = new Protocol.Inputs(List.of(), List.of(), List.of(), List.of("warp"), List.of(), 4, List.of(), List.of());
    assertThatThrownBy(() -> Protocol.SELF.experiment(none, folder)).isInstanceOf(BadInputException.class).hasMessageContaining("nothing to evaluate");
    Protocol.Inputs still = new Protocol.Inputs(List.of(Scene.portrait()), List.of(), List.of(), List.of("warp"), List.of(), 4, List.of(), List.of());
    assertThatThrownBy(() -> Protocol.ANIMATE.experiment(still, folder)).isInstanceOf(BadInputException.class).hasMessageContaining("--drivers");
    assertThatThrownBy(() -> new FolderMethod("DPR", folder.resolve("nowhere"))).isInstanceOf(BadInputException.class).hasMessageContaining("DPR");
    Protocol.Inputs twice = inputs(Scene.portrait(), List.of("rembrandt", "rembrandt"), List.of("warp"), List.of());
    assertThatThrownBy(() -> Protocol.STILL.experiment(twice, folder)).isInstanceOf(BadInputException.class).hasMessageContaining("portrait--rembrandt");
    for (Protocol ablation : List.of(Protocol.ADAPTERS, Protocol.GUIDANCE)) {
      Protocol.Inputs misspelt = inputs(Scene.portrait(), List.of("rembrandt"), List.of("lcdv"), List.of());
      assertThatThrownBy(() -> ablation.experiment(misspelt, folder)).isInstanceOf(BadInputException.class).hasMessageContaining("lcdv");
    }
  }

  @Test
  void a_method_that_fails_is_noted_and_the_others_go_on() {
    Evaluation evaluation = run(Protocol.STILL, inputs(Scene.portrait(), List.of("rembrandt"), List.of("nosuch", "warp"), List.of()));
    assertThat(evaluation.notes()).anyMatch(note -> note.contains("nosuch/portrait--rembrandt could not be made"));
    assertThat(evaluation.cards()).hasSize(2);
  }

  @Test
  void the_benchmarks_split_is_written_down_and_needs_its_files() {
    Bench bench = Bench.standing();
    assertThat(bench.portraits()).hasSize(10).doesNotHaveDuplicates();
    assertThat(bench.drivers()).hasSize(4);
    assertThat(bench.lights()).hasSize(4);
    assertThat(bench.allHeldOut()).containsAll(bench.drivers()).contains("lcvd/relighting.mp4");
    assertThatThrownBy(() -> bench.experiment(folder, List.of("warp"), List.of(), 32, folder))
        .isInstanceOf(BadInputException.class).hasMessageContaining("is missing");
  }
}
