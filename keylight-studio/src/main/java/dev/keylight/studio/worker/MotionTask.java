package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.MotionOptions;
import dev.keylight.Progress;
import dev.keylight.engine.warp.WarpScene;
import dev.keylight.pipeline.DriverTrack;
import dev.keylight.pipeline.PortraitStudy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Puts a driver's motion on a portrait's scene, for scrubbing: where every vertex goes, moment by moment.
 *
 * <p>The file, little endian: vertices, moments, units per pixel (32-bit integers); per moment: seconds and the head's
 * rotation, row major (10 floats), then per vertex x, y, z (16-bit integers, units) and normal x, y, z (signed bytes,
 * 127 is 1), padded to four bytes.
 */
final class MotionTask implements Worker.Task {
  private static final int UNITS_PER_PIXEL = 8;
  private final Studies studies;

  MotionTask(Studies studies) {
    this.studies = studies;
  }

  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    PortraitStudy study = studies.portrait(what.get("portrait"));
    DriverTrack track = studies.driver(what.get("driver"), Progress.NONE);
    MotionOptions options = Worker.JSON.treeToValue(what.get("motion"), MotionOptions.class);
    WarpScene scene = study.scene();
    scene.rewind();
    int count = scene.vertexCount();
    float[] positions = new float[3 * count];
    float[] normals = new float[3 * count];
    // A shader that plays along does not need every frame of a fast clip.
    double least = 1 / Math.min(track.framesPerSecond(), what.path("framesPerSecond").asDouble(30)) - 1e-3;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int moments = 0;
    double last = Double.NEGATIVE_INFINITY;
    for (Iterator<DriverTrack.Posed> posed = track.on(study, options); posed.hasNext(); ) {
      DriverTrack.Posed now = posed.next();
      scene.pose(now.face(), now.seconds(), positions, normals);
      if (now.seconds() - last >= least) {
        body.write(moment(now, positions, normals, count));
        last = now.seconds();
        moments++;
      }
    }
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(count).putInt(moments).putInt(UNITS_PER_PIXEL);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head.array());
    body.writeTo(all);
    Files.write(Path.of(what.get("file").asText()), all.toByteArray());
    return Worker.JSON.createObjectNode().put("moments", moments);
  }

  private static byte[] moment(DriverTrack.Posed now, float[] positions, float[] normals, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(40 + (9 * count + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat((float) now.seconds());
    for (float r : now.face().pose().rotation()) {
      bytes.putFloat(r);
    }
    for (int i = 0; i < 3 * count; i++) {
      bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(UNITS_PER_PIXEL * positions[i]))));
    }
    for (int i = 0; i < 3 * count; i++) {
      bytes.put((byte) Math.round(127 * Math.max(-1, Math.min(1, normals[i]))));
    }
    return bytes.array();
  }
}
