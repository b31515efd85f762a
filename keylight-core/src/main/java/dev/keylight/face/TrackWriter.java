package dev.keylight.face;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keylight.media.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a track as JSON lines: one object per frame, so that a long clip can be written and read as a stream.
 *
 * <p>{@code {"frame": 0, "pts": 0, "time": 0.0, "width": 512, "height": 512, "faces": [{"id": 0, "confidence": 1.0,
 * "bridged": false, "box": [x, y, width, height], "pose": {"scale": s, "rotation": [9, row major], "translation": [3]},
 * "vertices": [x, y, z, …], "canonical": [x, y, z, …]}]}}. Units and axes are those of {@link FaceObservation} and
 * {@link Pose}; pixels are rounded to hundredths, canonical centimetres to ten-thousandths.
 */
public final class TrackWriter implements Closeable {
  private final JsonGenerator json;
  private long frames;

  /** Writes to {@code out} and closes it in the end. */
  public TrackWriter(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out).setRootValueSeparator(null);
  }

  /** Appends one line. */
  public void write(Frame frame, List<FaceObservation> faces) throws IOException {
    json.writeStartObject();
    json.writeNumberField("frame", frames++);
    json.writeNumberField("pts", frame.presentationTime());
    rounded("time", frame.seconds(), 1e6);
    json.writeNumberField("width", frame.width());
    json.writeNumberField("height", frame.height());
    json.writeArrayFieldStart("faces");
    for (FaceObservation face : faces) {
      write(face);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void write(FaceObservation face) throws IOException {
    FaceBox box = FaceBox.of(face.vertices());
    json.writeStartObject();
    json.writeNumberField("id", face.id());
    rounded("confidence", face.confidence(), 1e4);
    json.writeBooleanField("bridged", face.bridged());
    rounded("box", new float[] {box.x(), box.y(), box.width(), box.height()}, 100);
    json.writeObjectFieldStart("pose");
    rounded("scale", face.pose().scale(), 1e5);
    rounded("rotation", face.pose().rotation(), 1e6);
    rounded("translation", face.pose().translation(), 100);
    json.writeEndObject();
    rounded("vertices", face.vertices(), 100);
    rounded("canonical", face.canonical(), 1e4);
    json.writeEndObject();
  }

  private void rounded(String name, float[] values, double perUnit) throws IOException {
    json.writeArrayFieldStart(name);
    for (float value : values) {
      json.writeNumber(Math.round(value * perUnit) / perUnit);
    }
    json.writeEndArray();
  }

  private void rounded(String name, double value, double perUnit) throws IOException {
    json.writeNumberField(name, Math.round(value * perUnit) / perUnit);
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
