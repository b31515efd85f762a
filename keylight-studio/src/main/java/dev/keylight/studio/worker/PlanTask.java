package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.engine.EnginePlan;
import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import java.util.Optional;

/** Asks an engine what a render will take: {@code {"engine", "manner", "frames"}}. An engine that cannot say gives nothing. */
final class PlanTask implements Worker.Task {
  @Override
  public JsonNode run(JsonNode what, Wire server) {
    String id = what.get("engine").asText();
    EngineProvider engine =
        Engines.all().stream()
            .filter(provider -> provider.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new BadInputException("there is no such engine; see /v1/engines"));
    ObjectNode answer = Worker.JSON.createObjectNode().put("fits", true);
    try {
      Optional<EnginePlan> plan = engine.plan(what.path("manner").asText(""), what.get("frames").asInt());
      plan.ifPresent(known -> answer.put("seconds", known.seconds()).put("megabytes", known.megabytes()));
    } catch (BadInputException e) {
      throw e;
    } catch (KeylightException e) {
      // Too large for this machine: its sentence says by how much.
      answer.put("fits", false).put("reason", e.getMessage());
    }
    return answer;
  }
}
