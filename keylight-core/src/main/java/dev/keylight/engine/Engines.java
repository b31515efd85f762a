package dev.keylight.engine;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines on the class path. */
public final class Engines {
  private Engines() {}

  /** All engines, the best first, whether they can run or not. */
  public static List<EngineProvider> all() {
    return ServiceLoader.load(EngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(EngineProvider::rank).reversed())
        .toList();
  }

  /**
   * Opens an engine.
   *
   * @param name its id, with a colon and a manner of its own where it has some ({@code lcvd:fast}), or {@code auto} for the
   *     best one that can run
   * @throws BadInputException when no engine has that name or manner
   * @throws KeylightException when it cannot run on this machine
   */
  public static Engine open(String name) {
    List<EngineProvider> all = all();
    if (name.equals("auto")) {
      return all.stream()
          .filter(provider -> provider.missing().isEmpty())
          .findFirst()
          .orElseThrow(() -> new KeylightException("no engine can run on this machine; see keylight doctor"))
          .open();
    }
    int colon = name.indexOf(':');
    String id = colon < 0 ? name : name.substring(0, colon);
    EngineProvider chosen =
        all.stream()
            .filter(provider -> provider.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is no engine '" + id + "'; there are "
                            + all.stream().map(EngineProvider::id).collect(Collectors.joining(", "))));
    chosen.missing().ifPresent(reason -> {
      throw new KeylightException("engine " + id + " cannot run: " + reason);
    });
    return colon < 0 ? chosen.open() : chosen.open(name.substring(colon + 1));
  }
}
