package dev.keylight.cli;

import dev.keylight.KeylightException;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Vectors;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.eval.network.DlibDescriptor;
import dev.keylight.eval.network.FaceDescriptor;
import dev.keylight.media.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who is still to be recognised on the pictures of a trend, by the evaluator's face descriptor. */
final class TrendIdentity {
  private TrendIdentity() {}

  /**
   * @param folder with pictures {@code NN-variant.png}, the portrait's own being {@code NN-source.png}
   * @return mean distance to the source by variant, over the pictures on which both faces are found
   */
  static Map<String, Double> of(Path folder, Collection<String> variants) {
    Map<String, Double> means = new LinkedHashMap<>();
    try (Viewer viewer = new Viewer(true); FaceDescriptor descriptor = new DlibDescriptor();
        Stream<Path> files = Files.list(folder)) {
      Map<String, float[]> sources = new LinkedHashMap<>();
      List<Path> pictures = files.filter(file -> file.toString().endsWith("-source.png")).sorted().toList();
      for (Path picture : pictures) {
        sources.put(picture.getFileName().toString().replace("source.png", ""), describe(picture, viewer, descriptor));
      }
      for (String variant : variants) {
        means.put(variant, sources.entrySet().stream().filter(source -> source.getValue() != null).mapToDouble(source -> {
          float[] made = describe(folder.resolve(source.getKey() + variant + ".png"), viewer, descriptor);
          return made == null ? Double.NaN : Vectors.distance(made, source.getValue());
        }).filter(Double::isFinite).average().orElse(Double.NaN));
      }
      return means;
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static float[] describe(Path picture, Viewer viewer, FaceDescriptor descriptor) {
    try (Sight sight = viewer.look(Images.read(picture))) {
      return descriptor.describe(sight);
    }
  }
}
