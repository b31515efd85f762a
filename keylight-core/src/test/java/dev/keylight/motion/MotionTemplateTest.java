package dev.keylight.motion;

import static dev.keylight.motion.SyntheticFaces.TOPOLOGY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.face.Pose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionTemplateTest {
  @Property(tries = 10)
  void aTemplateComesBackFromItsFileExactly(@ForAll @LongRange(min = 0, max = 1000) long seed) throws IOException {
    MotionTemplate made = recorded(seed);
    MotionTemplate read = roundTrip(made);
    assertThat(read.name()).isEqualTo(made.name());
    assertThat(read.framesPerSecond()).isEqualTo(made.framesPerSecond());
    assertThat(read.pose()).isDeepEqualTo(made.pose());
    assertThat(read.coefficients()).isDeepEqualTo(made.coefficients());
    for (int b = 0; b < made.basis().length; b++) {
      assertThat(read.basis()[b]).containsExactly(made.basis()[b], within(1e-6f));
    }
  }

  @Test
  void aRecordedMotionIsPlayedBackAndRestsAtBothEnds() {
    MotionTemplate template = recorded(7);
    List<MotionFrame> played = new ArrayList<>();
    template.frames(TOPOLOGY, 0).forEachRemaining(played::add);
    assertThat(played).hasSize(50);
    float[] rest = RestFace.canonical(TOPOLOGY);
    for (MotionFrame end : List.of(played.get(0), played.get(49))) {
      assertThat(end.canonical()).containsExactly(rest, within(1e-6f));
      assertThat(end.pose().rotation()).containsExactly(RestFace.POSE.rotation(), within(1e-6f));
    }
    List<AlignedFace> truth = motion(7);
    for (int t = 15; t < 35; t++) {
      assertThat(played.get(t).canonical()).containsExactly(truth.get(t).canonical(), within(0.02f));
      assertThat(played.get(t).pose().rotation()).containsExactly(truth.get(t).pose().rotation(), within(1e-3f));
    }
  }

  @Test
  void aTemplateIsRepeatedForAsLongAsAsked() {
    Iterator<MotionFrame> frames = recorded(3).frames(TOPOLOGY, 5);
    int count = 0;
    double seconds = -1;
    while (frames.hasNext()) {
      MotionFrame frame = frames.next();
      assertThat(frame.seconds()).isGreaterThan(seconds);
      seconds = frame.seconds();
      count++;
    }
    assertThat(count).isEqualTo(125);
  }

  @ParameterizedTest
  @ValueSource(strings = {"talking", "nodding", "smiling", "looking-round"})
  void shippedTemplatesMoveAndStartAtRest(String name) {
    MotionTemplate template = MotionTemplate.named(name);
    assertThat(template.name()).isEqualTo(name);
    assertThat(template.seconds()).isBetween(3.0, 12.0);
    assertThat(template.pose()[0]).containsOnly(0);
    assertThat(template.coefficients()[0]).containsOnly(0);
    Aperture mouth = Aperture.mouth(TOPOLOGY.canonical());
    float most = 0;
    double turn = 0;
    Iterator<MotionFrame> frames = template.frames(TOPOLOGY, 0);
    while (frames.hasNext()) {
      MotionFrame frame = frames.next();
      most = Math.max(most, mouth.opening(frame.canonical()));
      double[] vector = Rotation.toVector(frame.pose().rotation());
      turn = Math.max(turn, Math.hypot(vector[0], vector[1]));
    }
    switch (name) {
      case "talking", "smiling" -> assertThat(most).isGreaterThan(0.4f);
      default -> assertThat(Math.toDegrees(turn)).isGreaterThan(8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello | is not JSON",
        "{} | its \"format\" must be \"keylight-motion\"",
        "{\"format\":\"keylight-motion\",\"version\":2} | has version 2, this Keylight reads 1",
        "{\"format\":\"keylight-motion\",\"version\":1,\"vertices\":1} | \"vertices\"",
        "{\"format\":\"keylight-motion\",\"version\":1,\"vertices\":3,\"framesPerSecond\":0} | \"framesPerSecond\"",
        "{\"format\":\"keylight-motion\",\"version\":1,\"vertices\":3,\"framesPerSecond\":25,\"basisUnit\":1,\"basis\":[],"
            + "\"pose\":[[0,0,0,0,0]],\"expression\":[[]]} | must have 6 numbers in row 0 of \"pose\", has 5",
        "{\"format\":\"keylight-motion\",\"version\":1,\"vertices\":3,\"framesPerSecond\":25,\"basisUnit\":1,\"basis\":[],"
            + "\"pose\":[[0,0,0,0,0,\"x\"]],\"expression\":[[]]} | expected a number",
        "{\"format\":\"keylight-motion\",\"version\":1,\"vertices\":3,\"framesPerSecond\":25,\"basisUnit\":1,\"basis\":[],"
            + "\"pose\":[[0,0,0,0,0,0]],\"expression\":[]} | must have 1 rows in \"expression\", has 0"
      })
  void whatIsNoTemplateIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(
            () -> TemplateFormat.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "mine.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mine.json")
        .hasMessageContaining(reason);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> MotionTemplate.named("dancing"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("dancing")
        .hasMessageContaining("looking-round");
  }

  private static MotionTemplate recorded(long seed) {
    TemplateRecorder recorder = new TemplateRecorder("made-up", 25, TOPOLOGY);
    motion(seed).forEach(recorder::add);
    return recorder.finish(6, 0.4);
  }

  /** Two seconds that turn the head and mix two displacements. */
  private static List<AlignedFace> motion(long seed) {
    float[] rest = RestFace.canonical(TOPOLOGY);
    float[] one = SyntheticFaces.person(seed);
    float[] two = SyntheticFaces.person(seed + 1);
    List<AlignedFace> faces = new ArrayList<>();
    for (int t = 0; t < 50; t++) {
      float[] face = rest.clone();
      for (int k = 0; k < face.length; k++) {
        face[k] +=
            (float) (0.5 * Math.sin(0.2 * t) * (one[k] - rest[k]) + 0.5 * Math.cos(0.13 * t) * (two[k] - rest[k]));
      }
      Pose pose =
          new Pose(1.02f, Rotation.ofVector(0.1 * Math.sin(0.3 * t), 0.2, 0), new float[] {0.1f * t, 0, 0});
      faces.add(new AlignedFace(face, face, pose, AlignedFace.STILL_CAMERA, false));
    }
    return faces;
  }

  private static MotionTemplate roundTrip(MotionTemplate template) throws IOException {
    StringWriter text = new StringWriter();
    TemplateFormat.write(template, text);
    return TemplateFormat.read(
        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), "round trip");
  }
}
