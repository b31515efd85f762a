package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubjectTest {
  private static List<FaceObservation> faces(int... ids) {
    Pose pose = new Pose(1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[3]);
    return IntStream.of(ids).mapToObj(id -> new FaceObservation(id, new float[3], new float[3], pose, 1, false)).toList();
  }

  @Test
  void the_chosen_person_is_kept_while_others_come_and_go() {
    Subject subject = new Subject(1);
    assertThat(subject.among(faces(0, 1)).id()).isEqualTo(1);
    assertThat(subject.among(faces(0, 1, 2)).id()).isEqualTo(1);
    assertThat(subject.among(faces(1, 2)).id()).isEqualTo(1);
  }

  @Test
  void somebody_else_does_not_step_in() {
    Subject subject = new Subject(0);
    assertThat(subject.among(faces(0, 1)).id()).isZero();
    assertThat(subject.among(faces(1))).isNull();
    assertThat(subject.among(faces())).isNull();
    assertThat(subject.among(faces(0, 1)).id()).isZero();
  }

  @Test
  void after_a_cut_the_choice_is_made_again() {
    Subject subject = new Subject(1);
    assertThat(subject.among(faces(0, 1)).id()).isEqualTo(1);
    assertThat(subject.among(faces(2, 3)).id()).isEqualTo(3);
  }

  @Test
  void nobody_is_chosen_where_there_are_too_few() {
    assertThat(new Subject(1).among(faces(0))).isNull();
  }
}
