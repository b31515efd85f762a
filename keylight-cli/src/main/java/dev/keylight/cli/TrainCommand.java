package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.train.config.ConfigFile;
import dev.keylight.train.tiny.TinyConfig;
import dev.keylight.train.tiny.TinyTraining;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight train}: a data set to weights. */
@Command(
    name = "train",
    description = "Trains a model on a prepared data set, as a YAML file says.",
    footer = {
      "",
      "Stopped or killed, the same command goes on from the last checkpoint.",
      "Example: keylight train tiny.yaml -o run/"
    })
final class TrainCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(paramLabel = "CONFIG", description = "The YAML file; what it does not say has defaults, see --show.")
  private Path config;

  @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Folder of the run: checkpoints, curve, model.")
  private Path output;

  @Option(names = "--show", description = "Print the whole configuration, defaults included, and stop.")
  private boolean show;

  @Override
  public void run() {
    Reporter reporter = root.reporter();
    String model = ConfigFile.model(config);
    if (!model.equals("lcvd-tiny")) {
      throw new BadInputException(config + " asks for the model " + model + "; known is lcvd-tiny");
    }
    TinyConfig tiny = ConfigFile.read(config, TinyConfig.defaults());
    if (show) {
      reporter.done(ConfigFile.text(tiny), Map.of("configuration", ConfigFile.text(tiny)));
      return;
    }
    if (output == null) {
      throw new BadInputException("-o DIR is missing: where the run's checkpoints and its model go");
    }
    Path trained = new TinyTraining(tiny, output).run(reporter.progress("Training"));
    reporter.done("Stopped; the model so far is in " + trained, Map.of("model", trained.toString()));
  }
}
