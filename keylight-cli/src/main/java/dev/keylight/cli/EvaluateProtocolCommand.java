package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.eval.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The paper's experiments, a subcommand of {@code evaluate} each. */
@Command(sortOptions = false)
abstract class EvaluateProtocolCommand implements Runnable {
  private static final int PUBLISHED_FRAMES = 100;
  private static final List<String> MEDIA =
      List.of("mp4", "mov", "webm", "mkv", "avi", "png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp");

  @ParentCommand private EvaluateCommand evaluate;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Portraits or clips, or folders of them.")
  private List<Path> sources;

  @Option(names = "--drivers", arity = "1..*", paramLabel = "VIDEO", description = "Driving clips, or folders of them.")
  private List<Path> drivers = List.of();

  @Option(names = "--lights", arity = "1..*", paramLabel = "WHAT", description = "The lights asked for: photos, folders of them, named lights.")
  private List<String> lights = List.of();

  @Mixin private EvaluationMixin evaluation;

  abstract Protocol protocol();

  /** The strengths of a sweep. */
  List<Float> strengths() {
    return Protocol.STRENGTHS;
  }

  /** The guidance weights of a sweep. */
  List<Float> guidances() {
    return Protocol.GUIDANCES;
  }

  @Override
  public void run() {
    List<String> asked = new ArrayList<>();
    for (String light : lights) {
      boolean folder = Files.isDirectory(Path.of(light));
      (folder ? listed(Path.of(light)).stream().map(Path::toString) : Stream.of(light)).forEach(asked::add);
    }
    Protocol.Inputs inputs =
        new Protocol.Inputs(
            files(sources), files(drivers), asked, evaluation.engines(), evaluation.others(), evaluation.frames(PUBLISHED_FRAMES), strengths(), guidances());
    evaluation.run(protocol().experiment(inputs, evaluation.output()), PUBLISHED_FRAMES, evaluate.reporter());
  }

  private static List<Path> files(List<Path> said) {
    return said.stream().flatMap(path -> Files.isDirectory(path) ? listed(path).stream() : Stream.of(path)).toList();
  }

  private static List<Path> listed(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(EvaluateProtocolCommand::isMedia).sorted().toList();
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isMedia(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && MEDIA.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** {@code keylight evaluate relight}. */
  @Command(name = "relight", description = "Each clip under each light (the paper's Table 1).",
      footer = {"", "Example: keylight evaluate relight clips/ --lights faces/ --method DPR=results/dpr -o table1"})
  static final class Relight extends EvaluateProtocolCommand {
    @Override
    Protocol protocol() {
      return Protocol.RELIGHT;
    }
  }

  /** {@code keylight evaluate still}. */
  @Command(name = "still", description = "Each picture under each light, repeated for 16 frames (Table 2).")
  static final class Still extends EvaluateProtocolCommand {
    @Override
    Protocol protocol() {
      return Protocol.STILL;
    }
  }

  /** {@code keylight evaluate animate}. */
  @Command(name = "animate", description = "Each portrait moved by each driver, under each light or its own (Table 3).")
  static final class Animate extends EvaluateProtocolCommand {
    @Override
    Protocol protocol() {
      return Protocol.ANIMATE;
    }
  }

  /** {@code keylight evaluate self}. */
  @Command(name = "self", description = "Each clip made again from its first frame and held against itself.")
  static final class Self extends EvaluateProtocolCommand {
    @Override
    Protocol protocol() {
      return Protocol.SELF;
    }
  }

  /** {@code keylight evaluate ablation --of adapters}, {@code --of guidance}. */
  @Command(name = "ablation", description = "What matters: which conditions (adapters, Table 4) or how strong a light (guidance, Table 5).")
  static final class Ablation extends EvaluateProtocolCommand {
    private enum Kind {
      ADAPTERS,
      GUIDANCE
    }

    @Option(names = "--of", required = true, paramLabel = "KIND", description = "adapters or guidance.")
    private Kind kind;

    @Option(names = "--strengths", split = ",", paramLabel = "S", description = "The sweep's light strengths, for engines without guidance (0.5,0.75,1,1.25,1.5).")
    private List<Float> strengths = Protocol.STRENGTHS;

    @Option(names = "--guidances", split = ",", paramLabel = "W", description = "The sweep's guidance weights ω, for models (1.5,3,4.5,6,7.5).")
    private List<Float> guidances = Protocol.GUIDANCES;

    @Override
    Protocol protocol() {
      return kind == Kind.ADAPTERS ? Protocol.ADAPTERS : Protocol.GUIDANCE;
    }

    @Override
    List<Float> strengths() {
      return strengths;
    }

    @Override
    List<Float> guidances() {
      return guidances;
    }
  }
}
