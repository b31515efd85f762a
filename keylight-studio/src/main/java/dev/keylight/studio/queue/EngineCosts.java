package dev.keylight.studio.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.studio.store.Database;
import java.util.List;
import java.util.OptionalInt;

/** What renders have cost on this machine, engine by engine: so that people are told before they start one. */
public final class EngineCosts {
  /** How much the newest render counts against all before. */
  private static final double NEWEST = 0.3;

  private final Database database;

  /**
   * What one engine costs.
   *
   * @param engine as users say it, with its manner
   * @param secondsPerMegapixel of result, all in; of the engine's own square where it has one
   * @param megabytes of memory at most
   * @param renders how many were watched; 0 for a guess
   */
  public record Cost(String engine, double secondsPerMegapixel, long megabytes, long renders) {}

  public EngineCosts(Database database) {
    this.database = database;
  }

  /** What is known, or a guess for engines that have not run here. */
  public Cost of(String engine) {
    List<Cost> known =
        database.query(
            "SELECT * FROM engine_cost WHERE engine = ?",
            row ->
                new Cost(
                    row.getString("engine"), row.getDouble("seconds_per_megapixel"), row.getLong("megabytes"),
                    row.getLong("renders")),
            engine);
    if (!known.isEmpty()) {
      return known.get(0);
    }
    // Two cores: 512 pixels square at 39 frames a second for the warp engine; diffusion is a thousand times that.
    return engine.startsWith("warp") ? new Cost(engine, 0.12, 700, 0) : new Cost(engine, 120, 6000, 0);
  }

  /**
   * A render that was watched from its beginning to its end.
   *
   * @param said the engine as the job said it
   */
  void learn(JsonNode result, String said, double seconds, long megabytes) {
    String id = result.path("engine").asText();
    String engine = said.startsWith(id + ":") ? said : id;
    OptionalInt side =
        Engines.all().stream().filter(provider -> provider.id().equals(id)).findFirst().map(EngineProvider::workingSide)
            .orElse(OptionalInt.empty());
    double size =
        side.isPresent() ? Math.pow(side.getAsInt(), 2) : result.path("width").asDouble() * result.path("height").asDouble();
    double megapixels = result.path("frames").asDouble() * size / 1e6;
    if (megapixels <= 0) {
      return;
    }
    Cost before = of(engine);
    double measured = seconds / megapixels;
    double cost = before.renders == 0 ? measured : before.secondsPerMegapixel + NEWEST * (measured - before.secondsPerMegapixel);
    database.update(
        "INSERT OR REPLACE INTO engine_cost (engine, seconds_per_megapixel, megabytes, renders) VALUES (?, ?, ?, ?)", engine,
        cost, before.renders == 0 ? megabytes : Math.max(megabytes, before.megabytes), before.renders + 1);
  }
}
