package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.engine.warp.WarpScene;
import dev.keylight.face.FaceBox;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Images;
import dev.keylight.pipeline.PortraitStudy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Studies a portrait for the page: its faces, its light, and the scene its shader draws. Pictures and geometry go into the
 * given folder.
 *
 * <p>{@code scene.bin}, little endian: vertices, face vertices, triangles, face triangles (32-bit integers), then 32-bit
 * floats per vertex: position 3, normal 3, shine, hold, what arrives of nine bands, what would arrive unshadowed; then
 * three 32-bit integers per triangle.
 */
final class PortraitTask implements Worker.Task {
  private final Studies studies;

  PortraitTask(Studies studies) {
    this.studies = studies;
  }

  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    PortraitStudy study = studies.portrait(what.get("portrait"));
    Path folder = Files.createDirectories(Path.of(what.get("folder").asText()));
    WarpScene scene = study.scene();
    Images.write(scene.albedo(), folder.resolve("albedo.png"));
    Images.write(scene.background(), folder.resolve("background.jpg"), 92, Map.of());
    Images.write(study.picture(), folder.resolve("picture.jpg"), 92, Map.of());
    Files.write(folder.resolve("scene.bin"), geometry(scene));

    ObjectNode result = Worker.JSON.createObjectNode();
    result.put("width", study.picture().width()).put("height", study.picture().height());
    result.put("albedoRange", WarpScene.ALBEDO_RANGE);
    for (FaceBox box : study.boxes()) {
      result.withArray("faces").addObject()
          .put("x", box.x()).put("y", box.y()).put("width", box.width()).put("height", box.height());
    }
    result.set("light", LightTask.harmonics(study.light()));
    result.set("sourceLight", LightTask.harmonics(scene.sourceLight()));
    result.set("sourceTint", Worker.JSON.valueToTree(scene.sourceTint()));
    result.set("skin", Worker.JSON.valueToTree(scene.skin()));
    result.set("rotation", Worker.JSON.valueToTree(study.pose().rotation()));
    irises(study.still().vertices(), result.putArray("irises"));
    // Comes last and at once: who finds it finds everything.
    Path part = Files.writeString(folder.resolve("portrait.json.part"), result.toString());
    Files.move(part, folder.resolve("portrait.json"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return result;
  }

  /** Centre and radius of both irises, right eye first, where the mesh has them. */
  private static void irises(float[] vertices, ArrayNode irises) {
    for (int centre : new int[] {468, 473}) {
      if (vertices.length >= 3 * (centre + 5)) {
        float x = vertices[3 * centre];
        float y = vertices[3 * centre + 1];
        double radius = 0;
        for (int k = 1; k <= 4; k++) {
          radius += Math.hypot(vertices[3 * (centre + k)] - x, vertices[3 * (centre + k) + 1] - y) / 4;
        }
        irises.addArray().add(x).add(y).add(radius);
      }
    }
  }

  private static byte[] geometry(WarpScene scene) {
    int count = scene.vertexCount();
    int[] triangles = scene.triangles();
    int perVertex = 8 + 2 * SphericalHarmonics.BANDS;
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (4 + perVertex * count + triangles.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(count).putInt(scene.faceVertices()).putInt(triangles.length / 3).putInt(scene.faceTriangles());
    float[] positions = scene.positions();
    float[] normals = scene.normals();
    for (int v = 0; v < count; v++) {
      for (int i = 0; i < 3; i++) {
        bytes.putFloat(positions[3 * v + i]);
      }
      for (int i = 0; i < 3; i++) {
        bytes.putFloat(normals[3 * v + i]);
      }
      bytes.putFloat(scene.shine(v)).putFloat(scene.hold(v));
      for (int b = 0; b < SphericalHarmonics.BANDS; b++) {
        bytes.putFloat(scene.transfer().transfer(v, b));
      }
      for (int b = 0; b < SphericalHarmonics.BANDS; b++) {
        bytes.putFloat(scene.transfer().open(v, b));
      }
    }
    for (int index : triangles) {
      bytes.putInt(index);
    }
    return bytes.array();
  }
}
