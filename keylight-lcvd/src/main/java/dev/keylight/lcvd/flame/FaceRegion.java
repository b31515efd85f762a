package dev.keylight.lcvd.flame;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.ObjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The triangles that count as face: only these are shaded, and only these make normals.
 *
 * @param triangles three vertices each, in the published order
 * @param derived whether they were worked out from the vertices' regions because the list itself was not there
 */
public record FaceRegion(int[] triangles, boolean derived) {
  /** LCVD's list of triangles. */
  public static final String TRIANGLES = "FLAME_masks_face-id.pkl";

  /** FLAME's regions as lists of vertices. */
  public static final String REGIONS = "FLAME_masks.pkl";

  private static final String FACE = "face";

  /**
   * Reads the list of triangles from a folder; without it, a triangle is face when its three vertices are.
   *
   * @throws BadInputException when neither file is there, or one is damaged
   */
  public static FaceRegion read(Path folder, FlameModel model) {
    Path list = folder.resolve(TRIANGLES);
    if (Files.exists(list)) {
      return new FaceRegion(listed(list, model.triangles()), false);
    }
    Path regions = folder.resolve(REGIONS);
    if (!Files.exists(regions)) {
      throw new BadInputException("neither " + TRIANGLES + " nor " + REGIONS + " is in " + folder
          + "; the second comes with FLAME from its own site, and the first is worked out from it");
    }
    return new FaceRegion(inside(regions, model), true);
  }

  /** The vertices that its triangles use, in ascending order. */
  public int[] vertices() {
    return IntStream.of(triangles).sorted().distinct().toArray();
  }

  /** Its triangles over {@link #vertices()} alone. */
  public int[] renumbered() {
    int[] vertices = vertices();
    return IntStream.of(triangles).map(v -> Arrays.binarySearch(vertices, v)).toArray();
  }

  private static int[] listed(Path file, int[] triangles) {
    int[] kept = ObjectFile.open(file).numbers(FACE, -1).ints();
    int[] result = new int[3 * kept.length];
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] < 0 || kept[i] >= triangles.length / 3) {
        throw new BadInputException(file + " lists the triangle " + kept[i] + " of a model with " + triangles.length / 3
            + "; both must come from the same release");
      }
      System.arraycopy(triangles, 3 * kept[i], result, 3 * i, 3);
    }
    return result;
  }

  private static int[] inside(Path file, FlameModel model) {
    boolean[] face = new boolean[model.vertexCount()];
    for (int vertex : ObjectFile.open(file).numbers(FACE, -1).ints()) {
      if (vertex < 0 || vertex >= face.length) {
        throw new BadInputException(file + " lists the vertex " + vertex + " of a model with " + face.length
            + "; both must come from the same release");
      }
      face[vertex] = true;
    }
    int[] t = model.triangles();
    return IntStream.range(0, t.length / 3)
        .filter(i -> face[t[3 * i]] && face[t[3 * i + 1]] && face[t[3 * i + 2]])
        .flatMap(i -> IntStream.of(t[3 * i], t[3 * i + 1], t[3 * i + 2])).toArray();
  }
}
