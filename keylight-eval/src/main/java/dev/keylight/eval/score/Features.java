package dev.keylight.eval.score;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.pipeline.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Vectors of one clip under one extractor.
 *
 * @param extractor whose
 * @param weights behind them
 * @param result one row a frame or window of the result
 * @param real the same of the real pictures it is held against
 */
public record Features(String extractor, String weights, float[][] result, float[][] real) {
  /** Writes them, whole or not at all. */
  public void write(Path file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(extractor);
      out.writeUTF(weights);
      for (float[][] side : new float[][][] {result, real}) {
        out.writeInt(side.length);
        out.writeInt(side.length == 0 ? 0 : side[0].length);
        for (float[] row : side) {
          for (float value : row) {
            out.writeFloat(value);
          }
        }
      }
    } catch (IOException e) {
      throw new KeylightException("features cannot be written: " + e.getMessage(), e);
    }
    WholeFile.write(file, bytes.toByteArray());
  }

  /** @throws BadInputException if the file is none that {@link #write} made */
  public static Features read(Path file) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return new Features(in.readUTF(), in.readUTF(), rows(in), rows(in));
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read as features; delete it and score again", e);
    }
  }

  private static float[][] rows(DataInputStream in) throws IOException {
    int count = in.readInt();
    int width = in.readInt();
    if (count < 0 || width < 0 || 4L * count * width > in.available()) {
      throw new IOException("rows beyond the end of the file");
    }
    float[][] rows = new float[count][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = in.readFloat();
      }
    }
    return rows;
  }
}
