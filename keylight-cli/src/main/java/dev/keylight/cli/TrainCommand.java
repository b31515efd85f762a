package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.train.config.ConfigFile;
import dev.keylight.train.lcvd.LcvdConfig;
import dev.keylight.train.lcvd.LcvdTraining;
import dev.keylight.train.lcvd.Plan;
import dev.keylight.train.loop.PeerGroup;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.RankProcesses;
import dev.keylight.train.network.TrainingDevice;
import dev.keylight.train.tiny.Reconstruction;
import dev.keylight.train.tiny.TinyConfig;
import dev.keylight.train.tiny.TinyTraining;
import dev.keylight.train.tiny.Trend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
  @Spec private CommandSpec spec;
  @ParentCommand private KeylightCommand root;

  @Parameters(paramLabel = "CONFIG", description = "The YAML file; what it does not say has defaults, see --show.")
  private Path config;

  @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Folder of the run: checkpoints, curve, model.")
  private Path output;

  @Option(names = "--show", description = "Print the whole configuration, defaults included, and stop.")
  private boolean show;

  @Option(names = "--trend", paramLabel = "DIR", description = "Instead of training, render the validation people with the "
      + "small model so far: the paper's two ablations, light errors and a contact sheet.")
  private Path trend;

  @Option(names = "--reconstruct", paramLabel = "DIR", description = "Instead of training, take the validation people through the "
      + "small model's autoencoder, also before saturated backgrounds: numbers and a contact sheet.")
  private Path reconstruct;

  @Option(names = "--plan", description = "Say what memory and time the training will take, and stop.")
  private boolean plan;

  @Override
  public void run() {
    switch (ConfigFile.model(config)) {
      case "lcvd-tiny" -> tiny(ConfigFile.read(config, TinyConfig.defaults()));
      case "lcvd" -> full(ConfigFile.read(config, LcvdConfig.defaults()));
      default -> throw new BadInputException(
          config + " asks for the model " + ConfigFile.model(config) + "; there are lcvd and lcvd-tiny");
    }
  }

  private void tiny(TinyConfig said) {
    if (plan) {
      throw new BadInputException("--plan is for the model lcvd; lcvd-tiny takes about 3 GB and the hours you give it");
    }
    if (shown(said)) {
      return;
    }
    if (trend != null) {
      trend(said);
      return;
    }
    if (reconstruct != null) {
      reconstruct(said);
      return;
    }
    TinyTraining training = new TinyTraining(said, folder());
    done(training.run(root.reporter().progress("Training")), training.model());
  }

  private void trend(TinyConfig said) {
    Map<String, Double> lights =
        new Trend(said, folder().resolve("model")).run(trend, root.reporter().progress("Rendering"));
    Map<String, Double> identities = TrendIdentity.of(trend, lights.keySet());
    StringBuilder text = new StringBuilder("light error and identity distance by what is seen, see " + trend + "/sheet.png");
    lights.forEach((name, error) ->
        text.append(String.format(Locale.ROOT, "%n%-16s %.3f %.3f", name, error, identities.get(name))));
    root.reporter().done(text.toString(), Map.of("lightError", lights, "identityDistance", identities));
  }

  private void reconstruct(TinyConfig said) {
    List<Reconstruction.Row> rows =
        new Reconstruction(said, folder().resolve("model")).run(reconstruct, root.reporter().progress("Coding"));
    Map<String, Double> distances = ReconstructionDistance.of(reconstruct, rows);
    StringBuilder text = new StringBuilder(
        "PSNR, background's error in 8-bit levels, sharpness and ST-LPIPS, see " + reconstruct + "/sheet.png");
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (boolean coloured : new boolean[] {false, true}) {
      List<Reconstruction.Row> kind = rows.stream().filter(row -> row.coloured() == coloured).toList();
      String name = coloured ? "saturated backgrounds" : "as they are";
      double[] means = {mean(kind, Reconstruction.Row::psnr), mean(kind, Reconstruction.Row::backgroundError),
        mean(kind, Reconstruction.Row::sharpness), mean(kind, row -> distances.get(row.name()))};
      text.append(String.format(Locale.ROOT, "%n%-22s %.2f dB  %.2f  %.3f  %.4f", name, means[0], means[1], means[2], means[3]));
      numbers.put(coloured ? "coloured" : "plain",
          Map.of("psnr", means[0], "backgroundError", means[1], "sharpness", means[2], "stLpips", means[3]));
    }
    root.reporter().done(text.toString(), numbers);
  }

  /** Of those that have one. */
  private static double mean(List<Reconstruction.Row> rows, ToDoubleFunction<Reconstruction.Row> number) {
    return rows.stream().mapToDouble(number).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private void full(LcvdConfig said) {
    if (plan) {
      Plan plan = Plan.of(said, Plan.Sizes.of(new ModelFolder(Path.of(said.weights()))), 512);
      root.reporter().done(plan.text(), Map.of("memory", plan.memory(), "processes", plan.processes(), "operationsPerStep", plan.operationsPerStep()));
      return;
    }
    if (shown(said)) {
      return;
    }
    if (said.processes() > 1 && !PeerGroup.ranked()) {
      TrainingDevice.open(said.device(), 0, said.processes()); // what is wrong is said once, not by each
      new RankProcesses(again(), said.processes(), folder()).run(Interruption::requested);
      return;
    }
    int rank = PeerGroup.rank(said.processes());
    Device device = TrainingDevice.open(said.device(), rank, said.processes());
    Path run = folder();
    boolean whole;
    try (Peers peers = PeerGroup.join(rank, said.processes(), PeerGroup.meeting(run), device);
        LcvdTraining training = new LcvdTraining(said, run, peers)) {
      root.reporter().note("training on " + device.str().getString()
          + (peers.count() > 1 ? ", one of " + peers.count() + " processes that meet over " + peers.by() : ""));
      whole = training.run(root.reporter().progress("Training", "steps")) >= said.steps();
      if (peers.first()) {
        training.write(run.resolve("model"));
      }
    }
    done(whole, run.resolve("model"));
  }

  /** This very command, for another process. */
  private List<String> again() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return command;
  }

  private boolean shown(Record said) {
    if (show) {
      root.reporter().done(ConfigFile.text(said), Map.of("configuration", ConfigFile.text(said)));
    }
    return show;
  }

  private Path folder() {
    if (output == null) {
      throw new BadInputException("-o DIR is missing: where the run's checkpoints and its model go");
    }
    try {
      return Files.createDirectories(output);
    } catch (IOException e) {
      throw new KeylightException("the folder " + output + " cannot be made: " + e.getMessage(), e);
    }
  }

  private void done(boolean whole, Path model) {
    String text =
        whole ? "Trained; the model is in " + model
            : Files.exists(model) ? "Stopped; the model so far is in " + model + ", and the same command goes on"
            : "Stopped before there is a model; the same command goes on";
    root.reporter().done(text, Map.of("model", model.toString(), "finished", whole));
  }
}
