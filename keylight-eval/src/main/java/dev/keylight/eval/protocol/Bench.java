package dev.keylight.eval.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.eval.footage.Reel;
import dev.keylight.eval.report.Html;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The standing benchmark: ten portraits, four drivers and four lights of a media folder, always the same. No model of ours is
 * trained on these people; {@code bench.json} is where they are written down, and trainers must leave them out.
 *
 * @param portraits files of the media folder
 * @param drivers files of the media folder
 * @param lights photos of the media folder, or named lights
 * @param heldOut further files that show one of these people, which nothing may be trained on either
 */
public record Bench(List<String> portraits, List<String> drivers, List<String> lights, Map<String, List<String>> heldOut) {
  /** The split as it is written down. */
  public static Bench standing() {
    try {
      return new ObjectMapper().readValue(Html.resource(Bench.class, "bench.json"), Bench.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file of the media folder that nothing may be trained on. */
  public List<String> allHeldOut() {
    return Stream.of(portraits.stream(), drivers.stream(), lights.stream(), heldOut.values().stream().flatMap(List::stream))
        .flatMap(names -> names)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The benchmark on a media folder. Results are made at the size at which everything is measured.
   *
   * @param engines that take part
   * @param frames of each driver
   * @param folder where the drivers' first frames go
   * @throws BadInputException when one of the files is not there
   */
  public Experiment experiment(Path media, List<String> engines, List<FolderMethod> others, int frames, Path folder) {
    Protocol.Inputs inputs =
        new Protocol.Inputs(
            portraits.stream().map(name -> found(media, name)).toList(),
            drivers.stream().map(name -> found(media, name)).toList(),
            lights.stream().map(name -> name.contains(".") ? found(media, name).toString() : name).toList(),
            engines, others, frames, Protocol.STRENGTHS, Protocol.GUIDANCES);
    Experiment all = Protocol.ANIMATE.experiment(inputs, folder);
    String introduction =
        portraits.size() + " portraits, each moved by " + drivers.size() + " drivers under " + lights.size() + " lights, the first "
            + frames + " frames of each driver, rendered at " + Reel.LONG_SIDE + " pixels. No model is trained on these people.";
    return new Experiment(
        "The standing benchmark", introduction, all.cases(), all.methods().stream().map(Bench::sized).toList(), all.published(), all.sweep());
  }

  private static Method sized(Method method) {
    return method instanceof EngineMethod engine ? engine.sized(Reel.LONG_SIDE) : method;
  }

  private static Path found(Path media, String name) {
    Path file = media.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + " is missing; the benchmark needs the media folder its split was written for");
    }
    return file;
  }
}
