package dev.keylight.eval.protocol;

import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.MotionOptions;
import dev.keylight.RenderOptions;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.eval.report.PublishedFigures;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.Retargeting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The paper's experiments: which cases its inputs make, and which methods are always in it. */
public enum Protocol {
  /** Table 1: each clip under each light. */
  RELIGHT("Relighting videos (Table 1)", "Each clip under each light photo, the first frames of each, as the paper's Table 1."),
  /** Table 2: each picture under each light, repeated. */
  STILL("Relighting pictures (Table 2)", "Each picture under each light photo, repeated for 16 frames, as the paper's Table 2."),
  /** Table 3: each portrait with each driver of another person. */
  ANIMATE("Animating portraits (Table 3)", "Each portrait moved by each driver, as the paper's Table 3."),
  /** Each clip from its own first frame. */
  SELF("Self-reenactment", "Each clip made again from its own first frame and its own motion, and held against itself."),
  /** Table 4. */
  ADAPTERS("Which conditions matter (Table 4)", "Reference only, shading only and both, as the paper's Table 4."),
  /** Table 5. */
  GUIDANCE("Strength of the light (Table 5)", "The same cases at several strengths of the light, as the paper's Table 5: a model's "
      + "guidance ω where it has one, else the strength of the light itself.");

  /** The strengths of a sweep, where the user names none. */
  public static final List<Float> STRENGTHS = List.of(0.5f, 0.75f, 1f, 1.25f, 1.5f);

  /** Models' guidance weights ω of a sweep, where the user names none; 4.5 is the published one. */
  public static final List<Float> GUIDANCES = List.of(1.5f, 3f, 4.5f, 6f, 7.5f);

  private final String title;
  private final String introduction;

  Protocol(String title, String introduction) {
    this.title = title;
    this.introduction = introduction;
  }

  /**
   * What the user gave.
   *
   * @param sources portraits for pictures and animation, clips for videos
   * @param drivers for animation
   * @param lights as {@code --light} names them; may be empty where the light is kept
   * @param engines that take part
   * @param others finished results of other tools
   * @param frames that are rendered and scored
   * @param strengths of the sweep, for engines without guidance
   * @param guidances of the sweep, for models
   */
  public record Inputs(
      List<Path> sources, List<Path> drivers, List<String> lights, List<String> engines, List<FolderMethod> others, int frames,
      List<Float> strengths, List<Float> guidances) {}

  /** The experiment on some inputs; clips are cut into {@code folder} first. */
  public Experiment experiment(Inputs inputs, Path folder) {
    require(inputs);
    List<Case> cases = cases(inputs, new Trimmed(folder.resolve("inputs"), inputs.frames()));
    Set<String> names = new LinkedHashSet<>();
    for (Case one : cases) {
      if (!names.add(one.name())) {
        throw new BadInputException("two inputs are called " + one.name() + "; rename one of the files, as names tell cases apart");
      }
    }
    Map<String, Double> sweep = new LinkedHashMap<>();
    return new Experiment(title, introduction, cases, methods(inputs, sweep), published(), sweep);
  }

  private void require(Inputs inputs) {
    String word = name().toLowerCase(Locale.ROOT);
    if (inputs.sources().isEmpty()) {
      throw new BadInputException("there is nothing to evaluate; name at least one picture or clip for " + word);
    }
    if (moves() && this != SELF && inputs.drivers().isEmpty()) {
      throw new BadInputException(word + " needs at least one driving clip; name it with --drivers");
    }
    if (this != ANIMATE && this != SELF && inputs.lights().isEmpty()) {
      throw new BadInputException(word + " needs at least one light; name it with --lights");
    }
  }

  private boolean moves() {
    return this == ANIMATE || this == SELF || this == ADAPTERS || this == GUIDANCE;
  }

  private List<Case> cases(Inputs inputs, Trimmed trimmed) {
    List<Case> cases = new ArrayList<>();
    for (Path source : inputs.sources()) {
      String name = Trimmed.stem(source);
      if (this == SELF) {
        Path clip = trimmed.clip(source);
        cases.add(new Case(name, Case.Task.ANIMATE, trimmed.firstFrame(source), Optional.of(clip), Optional.of(clip), Optional.empty()));
      } else if (moves()) {
        for (Path driver : inputs.drivers()) {
          String pair = name + "--" + Trimmed.stem(driver);
          lit(cases, new Case(pair, Case.Task.ANIMATE, source, Optional.of(trimmed.clip(driver)), Optional.empty(), Optional.empty()), inputs.lights());
        }
      } else {
        boolean still = this == STILL;
        Path whole = still ? source : trimmed.clip(source);
        lit(cases, new Case(name, still ? Case.Task.STILL : Case.Task.RELIGHT, whole, Optional.empty(), Optional.empty(), Optional.empty()), inputs.lights());
      }
    }
    return cases;
  }

  /** The case under each light, or as it is where none is named. */
  private static void lit(List<Case> cases, Case one, List<String> lights) {
    if (lights.isEmpty()) {
      cases.add(one);
    }
    for (String light : lights) {
      String name = one.name() + "--" + Trimmed.stem(Path.of(light));
      cases.add(new Case(name, one.task(), one.source(), one.driver(), one.truth(), Optional.of(light)));
    }
  }

  private List<Method> methods(Inputs inputs, Map<String, Double> sweep) {
    List<Method> methods = new ArrayList<>();
    for (String engine : inputs.engines()) {
      EngineMethod plain = EngineMethod.of(engine);
      switch (this) {
        case ADAPTERS -> methods.addAll(guided(engine) ? adapters(engine) : conditions(engine));
        case GUIDANCE -> {
          for (float weight : guided(engine) ? inputs.guidances() : inputs.strengths()) {
            EngineMethod method = guided(engine) ? guidance(engine, weight) : strength(engine, weight);
            methods.add(method);
            sweep.put(method.name(), (double) weight);
          }
        }
        case SELF -> methods.add(new EngineMethod(engine, fromFirstFrame(plain.options()), false));
        default -> methods.add(plain);
      }
    }
    methods.addAll(inputs.others());
    methods.add(new SourceMethod());
    return methods;
  }

  /**
   * Whether an engine is a model whose conditions and guidance can be chosen.
   *
   * @throws BadInputException when there is no such engine; bare hints under a misspelt model's name would be no ablation of it
   */
  private static boolean guided(String engine) {
    String id = engine.split(":", 2)[0];
    return Engines.all().stream().filter(provider -> provider.id().equals(id)).findFirst()
        .orElseThrow(() -> new BadInputException("there is no engine '" + id + "' to take apart; there are "
            + Engines.all().stream().map(EngineProvider::id).collect(Collectors.joining(", "))))
        .guided();
  }

  /** A model without one of its adapters, and with both. */
  private static List<EngineMethod> adapters(String engine) {
    return List.of(
        in(engine, "reference-only", engine + " reference only"),
        in(engine, "shading-only", engine + " shading only"),
        EngineMethod.of(engine).named(engine + " both"));
  }

  /** What an engine without adapters has of the same: the portrait in its own light, the hints, and both. */
  private static List<EngineMethod> conditions(String engine) {
    RenderOptions plain = EngineMethod.of(engine).options();
    return List.of(
        new EngineMethod(engine + " reference only", plain.withLight(new LightOptions(0, 0, true)), false),
        new EngineMethod(engine + " shading only", plain, true),
        new EngineMethod(engine + " both", plain, false));
  }

  private static EngineMethod guidance(String engine, float weight) {
    return in(engine, "guidance=" + weight, engine + " ω " + weight);
  }

  private static EngineMethod strength(String engine, float strength) {
    RenderOptions options = EngineMethod.of(engine).options().withLight(new LightOptions(strength, 0, true));
    return new EngineMethod(engine + " " + strength, options, false);
  }

  /** An engine in a further manner. */
  private static EngineMethod in(String engine, String manner, String name) {
    return EngineMethod.of(engine + (engine.contains(":") ? "," : ":") + manner).named(name);
  }

  /** The portrait is the clip's first frame, so motion counts from there. */
  private static RenderOptions fromFirstFrame(RenderOptions options) {
    return options.withMotion(new MotionOptions(Alignment.RELATIVE, DriverProfile.Base.PUBLISHED, Retargeting.DEFAULT, 0));
  }

  private List<PublishedFigures> published() {
    return switch (this) {
      case RELIGHT -> Published.relight();
      case STILL -> Published.still();
      case ADAPTERS -> Published.adapters();
      case GUIDANCE -> Published.guidance();
      case ANIMATE, SELF -> List.of();
    };
  }
}
