package dev.keylight.motion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;

/**
 * Motion templates as JSON. Displacements are whole multiples of {@code basisUnit} centimetres, which keeps a template
 * below 150 KB and a round trip exact.
 */
public final class TemplateFormat {
  static final float BASIS_UNIT = 0.004f;
  private static final String FORMAT = "keylight-motion";
  private static final int VERSION = 1;
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_FRAMES = 20_000;
  private static final int MOST_COMPONENTS = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  private TemplateFormat() {}

  /**
   * Reads a template and checks every number.
   *
   * @param where what to call the input in messages, usually its file name
   * @throws BadInputException when it is not a template of this version or holds anything out of range
   */
  public static MotionTemplate read(InputStream in, String where) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw bad(where, "is larger than 4 MB; a motion template is far smaller");
    }
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "Motion template " + where + " is not JSON: " + e.getOriginalMessage() + ".", e);
    }
    if (root == null || !FORMAT.equals(root.path("format").asText())) {
      throw bad(where, "is not a motion template; its \"format\" must be \"" + FORMAT + "\"");
    }
    if (root.path("version").asInt(-1) != VERSION) {
      throw bad(where, "has version " + root.path("version").asText("none") + ", this Keylight reads " + VERSION);
    }
    int vertices = (int) number(root.path("vertices"), 3, 100_000, "vertices", where);
    double rate = number(root.path("framesPerSecond"), 1, 240, "framesPerSecond", where);
    double unit = number(root.path("basisUnit"), 1e-6, 1, "basisUnit", where);
    JsonNode basisRows = root.path("basis");
    if (!basisRows.isArray() || basisRows.size() > MOST_COMPONENTS) {
      throw bad(where, "must have a \"basis\" of at most " + MOST_COMPONENTS + " rows");
    }
    int components = basisRows.size();
    float[][] basis = rows(basisRows, components, 3 * vertices, 1e6, "basis", where);
    for (float[] row : basis) {
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) (Math.round(row[k]) * unit);
      }
    }
    int frames = root.path("pose").size();
    if (frames < 1 || frames > MOST_FRAMES) {
      throw bad(where, "must have between 1 and " + MOST_FRAMES + " frames in \"pose\", has " + frames);
    }
    float[][] pose = rows(root.path("pose"), frames, MotionTemplate.POSE_NUMBERS, 10, "pose", where);
    float[][] expression = rows(root.path("expression"), frames, components, 1000, "expression", where);
    return new MotionTemplate(root.path("name").asText(where), rate, pose, basis, expression);
  }

  /** Writes a template, one line for each frame and basis row. The writer stays open. */
  public static void write(MotionTemplate template, Writer out) throws IOException {
    int vertices = template.basis().length == 0 ? MeshLandmarks.VERTICES : template.basis()[0].length / 3;
    out.write("{\"format\":\"" + FORMAT + "\",\"version\":" + VERSION + ",\"name\":");
    out.write(JSON.writeValueAsString(template.name()));
    out.write(",\"framesPerSecond\":" + template.framesPerSecond() + ",\"vertices\":" + vertices);
    out.write(",\"basisUnit\":" + BASIS_UNIT + ",\n\"basis\":[");
    String separator = "\n";
    for (float[] row : template.basis()) {
      StringBuilder line = new StringBuilder(separator).append('[');
      for (int k = 0; k < row.length; k++) {
        line.append(k == 0 ? "" : ",").append(Math.round(row[k] / BASIS_UNIT));
      }
      out.append(line.append(']'));
      separator = ",\n";
    }
    out.write("],\n\"pose\":[");
    write(template.pose(), out);
    out.write("],\n\"expression\":[");
    write(template.coefficients(), out);
    out.write("]}\n");
  }

  private static void write(float[][] rows, Writer out) throws IOException {
    String separator = "\n";
    for (float[] row : rows) {
      StringBuilder line = new StringBuilder(separator).append('[');
      for (int k = 0; k < row.length; k++) {
        // Whole numbers without the ".0" that Java adds: most of a template is zeros at its ends.
        line.append(k == 0 ? "" : ",").append(row[k] == Math.rint(row[k]) ? Long.toString((long) row[k]) : row[k]);
      }
      out.append(line.append(']'));
      separator = ",\n";
    }
  }

  private static float[][] rows(JsonNode node, int count, int width, double most, String field, String where) {
    if (!node.isArray() || node.size() != count) {
      throw bad(where, "must have " + count + " rows in \"" + field + "\", has " + node.size());
    }
    float[][] rows = new float[count][width];
    for (int i = 0; i < count; i++) {
      JsonNode row = node.get(i);
      if (!row.isArray() || row.size() != width) {
        throw bad(where, "must have " + width + " numbers in row " + i + " of \"" + field + "\", has " + row.size());
      }
      for (int k = 0; k < width; k++) {
        rows[i][k] = (float) number(row.get(k), -most, most, field, where);
      }
    }
    return rows;
  }

  private static double number(JsonNode node, double low, double high, String field, String where) {
    double value = node.isNumber() ? node.asDouble() : Double.NaN;
    if (!(value >= low && value <= high)) {
      throw bad(where, "has " + node + " in \"" + field + "\", expected a number between " + low + " and " + high);
    }
    return value;
  }

  private static BadInputException bad(String where, String what) {
    return new BadInputException("Motion template " + where + " " + what + ".");
  }
}
