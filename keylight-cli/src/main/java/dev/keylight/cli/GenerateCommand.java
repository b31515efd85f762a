package dev.keylight.cli;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.plan.Machine;
import dev.keylight.lcvd.plan.RenderPlan;
import dev.keylight.lcvd.render.PanelFolder;
import dev.keylight.lcvd.render.PanelVideo;
import dev.keylight.lcvd.render.Render;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight generate}: the published model, from the published hand-over to frames. */
@Command(
    name = "generate",
    description = "Runs the published LCVD model on five-panel pictures or a five-panel video.",
    footer = {
      "",
      "An interrupted render goes on where it stopped when the same command is given again.",
      "Example: keylight generate panels/ --weights pretrained_weights -o frames/"
    })
final class GenerateCommand implements Runnable {
  private static final Rational RATE = new Rational(20, 1); // the published rate

  @ParentCommand private KeylightCommand root;

  @Parameters(paramLabel = "PANELS", description = "Folder of five-panel PNG pictures, or a five-panel video; frame 1 is "
      + "the reference.")
  private Path panels;

  @Option(names = "--weights", required = true, paramLabel = "DIR",
      description = "The published pretrained_weights folder.")
  private Path weights;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT",
      description = "Folder for one PNG per frame, or a video (.mp4, .webm, .mov).")
  private Path output;

  @Option(names = "--device", defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}: where to compute (default: ${DEFAULT-VALUE}).")
  private Machine.Choice device;

  @Option(names = "--memory", paramLabel = "GB", description = "Memory the render may use; what is free by default.")
  private Double memory;

  @Option(names = "--plan", description = "Say what memory and time the render would take, and stop.")
  private boolean planOnly;

  @Mixin private SamplingMixin sampling;

  @Override
  public void run() {
    GenerationOptions options = sampling.options();
    Reporter reporter = root.reporter();
    Progress progress = reporter.progress("Generating");
    ModelFolder models = new ModelFolder(weights);
    Path unpacked = beside("panels");
    PanelFolder hints = Files.isDirectory(panels) ? new PanelFolder(panels) : PanelVideo.unpack(panels, unpacked);
    Machine machine = Machine.choose(
        device, memory == null ? OptionalLong.empty() : OptionalLong.of((long) (memory * 1e9)));
    Render render = new Render(models, hints, options, progress, machine);
    if (planOnly) {
      RenderPlan plan = render.plan();
      reporter.done(plan.sentence(), Map.of("bytes", plan.bytes(), "seconds", plan.seconds(), "passes", plan.passes(),
          "device", machine.device()));
      return;
    }
    if (isVideo()) {
      toVideo(render);
    } else {
      toFolder(render);
    }
    if (Files.isDirectory(unpacked)) {
      PanelVideo.remove(unpacked);
    }
    reporter.done("Wrote " + hints.frames() + " frames to " + output,
        Map.of("output", output.toString(), "frames", hints.frames(), "options", options.toString()));
  }

  private boolean isVideo() {
    return output.getFileName().toString().matches(".*\\.(mp4|webm|mov)");
  }

  /** A hidden folder for what the render needs while it runs: inside an output folder, beside an output file. */
  private Path beside(String what) {
    return isVideo()
        ? output.toAbsolutePath().resolveSibling("." + output.getFileName() + "." + what) : output.resolve("." + what);
  }

  private void toFolder(Render render) {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw new KeylightException("the folder " + output + " cannot be made: " + e.getMessage(), e);
    }
    render.run(beside("render"), Optional.of(output.resolve("latents.safetensors")), false,
        (frame, number) -> Images.write(frame, output.resolve(String.format("%05d.png", number + 1))));
  }

  private void toVideo(Render render) {
    try (FrameSink sink = Media.create(output, Output.at(RATE))) {
      render.run(beside("render"), Optional.empty(), true, (frame, number) -> sink.write(frame));
      sink.finish();
    }
  }
}
