package dev.keylight.lcvd.sampler;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Which noise levels are visited and how latents get from one to the next.
 *
 * @param schedule one level per look of the network
 * @param solver over that schedule
 */
public record Sampler(NoiseSchedule schedule, Solver solver) {
  /** The names users say. */
  public static final String NAMES = "euler, ddim, dpmpp-2m, heun";

  private static final double SIGMA_MIN = 0.002;
  private static final double SIGMA_MAX = 700;

  /**
   * The sampler of that name with the numbers of {@code scheduler_config.json}.
   *
   * @param name one of {@link #NAMES}
   * @param looks how often the network is asked; {@code heun} rounds down to an odd number
   * @param turn consecutive levels that together turn the latents by no more than so many radians are looked at once; 0 for
   *     none
   * @throws BadInputException when there is no such sampler or it cannot merge levels, or the file describes another
   *     parametrisation
   */
  public static Sampler read(Path file, String name, int looks, double turn) {
    ModelConfig json = ModelConfig.read(file);
    if (!json.text("prediction_type", "epsilon").equals("v_prediction")
        || !json.text("timestep_type", "discrete").equals("continuous") || !json.flag("use_karras_sigmas", false)) {
      throw json.unsupported("a sampler other than of v-prediction with Karras sigmas and continuous time");
    }
    double low = json.number("sigma_min", SIGMA_MIN);
    double high = json.number("sigma_max", SIGMA_MAX);
    Sampler sampler = switch (name.toLowerCase(Locale.ROOT)) {
      case "euler" -> euler(NoiseSchedule.karras(looks, low, high));
      case "ddim" -> euler(
          NoiseSchedule.ddim(looks, json.number("beta_start", 0.00085), json.number("beta_end", 0.012)));
      case "dpmpp-2m" -> dpm2M(NoiseSchedule.karras(looks, low, high));
      case "heun" -> heun(NoiseSchedule.karras((looks + 1) / 2, low, high));
      default -> throw new BadInputException("there is no sampler '" + name + "'; there are " + NAMES);
    };
    if (turn > 0 && sampler.solver.remembers()) {
      throw new BadInputException("the sampler '" + name + "' cannot look at several levels at once; choose euler or ddim, or "
          + "switch that off with --merged-turn 0");
    }
    return turn > 0 ? sampler.merged(turn) : sampler;
  }

  /** The same steps, with one look at the network for those that together turn the latents by no more than so many radians. */
  Sampler merged(double turn) {
    int[] groups = schedule.groups(turn);
    return new Sampler(schedule.merged(groups), new MergedSolver(solver, groups));
  }

  /** The published solver; on the levels of DDIM it is DDIM. */
  public static Sampler euler(NoiseSchedule levels) {
    return new Sampler(levels, new EulerSolver(levels));
  }

  /** DPM-Solver++(2M). */
  public static Sampler dpm2M(NoiseSchedule levels) {
    return new Sampler(levels, new DpmSolver2M(levels));
  }

  /** Heun's method: two looks per level but one at the last. */
  public static Sampler heun(NoiseSchedule levels) {
    NoiseSchedule twice = levels.twice();
    return new Sampler(twice, new HeunSolver(twice));
  }
}
