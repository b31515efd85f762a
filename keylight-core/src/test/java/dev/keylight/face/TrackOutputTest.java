package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.mean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.media.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;

class TrackOutputTest {

  @Test
  void writes_one_readable_line_per_frame() throws IOException {
    FaceObservation face = face(1, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TrackWriter writer = new TrackWriter(out);
        Frame first = Pictures.frame(Pictures.plain(64, 48, 0), 0);
        Frame second = Pictures.frame(Pictures.plain(64, 48, 0), 1)) {
      writer.write(first, List.of());
      writer.write(second, List.of(face));
    }
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines[0]).get("faces")).isEmpty();
    JsonNode line = new ObjectMapper().readTree(lines[1]);
    assertThat(line.get("frame").asInt()).isEqualTo(1);
    assertThat(line.get("time").asDouble()).isEqualTo(0.04);
    assertThat(line.get("width").asInt()).isEqualTo(64);
    JsonNode written = line.get("faces").get(0);
    assertThat(written.get("id").asInt()).isEqualTo(1);
    assertThat(written.get("bridged").asBoolean()).isFalse();
    assertThat(written.get("vertices")).hasSize(3 * 478);
    assertThat(written.get("vertices").get(4).asDouble()).isCloseTo(face.vertices()[4], within(0.006));
    assertThat(written.get("canonical")).hasSize(3 * 478);
    assertThat(written.get("pose").get("rotation")).hasSize(9);
    assertThat(written.get("box").get(2).asDouble()).isCloseTo(FaceBox.of(face.vertices()).width(), within(0.01));
  }

  @Test
  void draws_on_the_face_and_nowhere_else() {
    TrackOverlay overlay = new TrackOverlay(CanonicalFace.shipped().topology());
    for (boolean bridged : new boolean[] {false, true}) {
      try (Frame frame = Frame.still(Pictures.plain(512, 512, 40));
          Mat before = Pictures.plain(512, 512, 40);
          Mat changed = new Mat()) {
        overlay.draw(frame, List.of(face(0, bridged)));
        absdiff(frame.pixels(), before, changed);
        assertThat(mean(new Mat(changed, new Rect(180, 200, 140, 140))).get(0)).isGreaterThan(5);
        assertThat(mean(new Mat(changed, new Rect(0, 0, 512, 60))).get(0)).isZero();
      }
    }
  }

  private static FaceObservation face(int id, boolean bridged) {
    float[] canonical = CanonicalFace.shipped().topology().canonical();
    Pose pose = new Pose(12, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[] {250, 260, 0});
    float[] vertices = new float[canonical.length];
    for (int i = 0; i < canonical.length; i += 3) {
      pose.toImage(canonical, i, vertices, i);
    }
    return new FaceObservation(id, vertices, canonical, pose, 0.9f, bridged);
  }
}
