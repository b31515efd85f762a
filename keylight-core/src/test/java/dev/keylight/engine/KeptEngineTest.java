package dev.keylight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptEngineTest {
  private final List<String> diary = new ArrayList<>();

  /** Renders nothing, and notes what is asked of it. */
  private final class Noted implements Engine {
    private final String name;

    Noted(String name) {
      this.name = name;
      diary.add("open " + name);
    }

    @Override
    public String id() {
      return name;
    }

    @Override
    public String weightsHash() {
      diary.add("hash " + name);
      return "hash of " + name;
    }

    @Override
    public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
      diary.add("animate " + name);
      return Collections.emptyIterator();
    }

    @Override
    public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
      diary.add("relight " + name);
      return Collections.emptyIterator();
    }

    @Override
    public void endRenders() {
      diary.add("end " + name);
    }

    @Override
    public void close() {
      diary.add("close " + name);
    }
  }

  @Test
  void renders_share_an_engine_and_its_hash_and_end_only_themselves() {
    try (KeptEngine kept = new KeptEngine(Noted::new)) {
      for (int i = 0; i < 2; i++) {
        try (Engine engine = kept.open("a")) {
          assertThat(engine.id()).isEqualTo("a");
          assertThat(engine.weightsHash()).isEqualTo("hash of a");
          engine.animate(null, null, null);
          engine.relight(null, null, null);
        }
      }
    }
    assertThat(diary).containsExactly(
        "open a", "hash a", "animate a", "relight a", "end a", "animate a", "relight a", "end a", "close a");
  }

  @Test
  void one_of_another_name_takes_its_place() {
    try (KeptEngine kept = new KeptEngine(Noted::new)) {
      kept.open("a").close();
      try (Engine engine = kept.open("b")) {
        assertThat(engine.weightsHash()).isEqualTo("hash of b");
      }
    }
    assertThat(diary).containsExactly("open a", "end a", "close a", "open b", "hash b", "end b", "close b");
  }

  @Test
  void what_cannot_be_opened_is_not_kept() {
    try (KeptEngine kept = new KeptEngine()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> kept.open("no such engine")).isInstanceOf(BadInputException.class).hasMessageContaining("warp");
      }
      assertThat(kept.open("warp").id()).isEqualTo("warp");
    }
  }
}
