package dev.keylight.cli;

import dev.keylight.KeylightException;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * What the commands that make pictures share: a light, an output, settings to start from, and many renders from a table.
 * What the user says goes over what the settings file says, and that over the defaults.
 */
abstract class RenderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private KeylightCommand root;

  @Option(names = "--light", paramLabel = "WHAT", order = 2,
      description = {"A named light (see keylight light --list), a photo or video of a face, a panorama (.hdr, .exr), "
          + "light JSON, dir:az=40,el=30, or a mix such as rembrandt*0.7+overcast*0.3."})
  private String light;

  @Option(names = {"-o", "--output"}, paramLabel = "OUT", order = 3,
      description = "The file to write: .mp4, .webm, .mov, a picture, or a folder for numbered PNG files.")
  private Path output;

  @Mixin private RenderMixin render;

  @Option(names = "--settings", paramLabel = "FILE", order = 80,
      description = "Start from the .json file beside an earlier result; other options change it.")
  private Path settings;

  @Option(names = "--batch", paramLabel = "FILE", order = 81,
      description = {"A CSV table with a line of column names: many renders, one a row. Columns are named as the options "
          + "(reference or input, drive, light, output, exposure, ...). Rows that are whole already are skipped."})
  private Path batch;

  private Provenance under;

  @Override
  public Integer call() {
    if (batch != null) {
      return many(new Batch(root.reporter(), spec.name(), arguments()), batch, root.reporter());
    }
    RenderReport report = render(root.reporter().progress(spec.name()));
    root.reporter().done(sentence(report), facts(report));
    return ExitCode.DONE;
  }

  /** What was said on the command line after the command's name, without the batch. */
  private List<String> arguments() {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    return Batch.withoutBatch(all.subList(all.indexOf(spec.name()) + 1, all.size()));
  }

  /** Renders what was asked for. */
  RenderReport render(Progress progress) {
    return render(output(), Light.of(said("light", light, "--light")), options(), progress);
  }

  /** Whether the output is there and was made by this version from the same inputs with the same options. */
  boolean isWhole() {
    return Results.isWhole(output(), plan());
  }

  /** What the provenance of the render that was asked for would be. */
  Provenance plan() {
    return plan(Light.of(said("light", light, "--light")), options());
  }

  /** Whether a table of renders was given. */
  final boolean batch() {
    return batch != null;
  }

  /** Renders a table and returns the exit code. */
  int many(Batch rows, Path table, Reporter reporter) {
    return rows.run(table);
  }

  abstract RenderReport render(Path target, Light under, RenderOptions options, Progress progress);

  /** What the provenance of the render would be. */
  abstract Provenance plan(Light under, RenderOptions options);

  /** The motion's options, or null for commands that move nothing. */
  abstract MotionMixin motion();

  Path output() {
    if (output == null) {
      throw missing("-o OUT");
    }
    return output;
  }

  private RenderOptions options() {
    RenderOptions base = settings == null ? RenderOptions.DEFAULT : under().options();
    try {
      return render.over(base, motion());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What the user said, or else what the settings file says for a role. */
  final String said(String role, String given, String option) {
    if (given != null) {
      return given;
    }
    Provenance.Input input = settings == null ? null : under().inputs().get(role);
    if (input == null) {
      throw missing(option);
    }
    if (input.sha256() != null && !Files.exists(Path.of(input.said()))) {
      throw new KeylightException(
          "the " + role + " of these settings, " + input.said() + ", is not there any more; name it again with " + option);
    }
    return input.said();
  }

  private Provenance under() {
    if (under == null) {
      under = Provenance.read(settings);
    }
    return under;
  }

  private ParameterException missing(String option) {
    return new ParameterException(spec.commandLine(), "missing: " + option);
  }

  private static String sentence(RenderReport report) {
    return report.output() + ": " + report.frames() + (report.frames() == 1 ? " frame, " : " frames, ") + report.width()
        + "×" + report.height();
  }

  private static Map<String, Object> facts(RenderReport report) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("output", report.output().toString());
    facts.put("frames", report.frames());
    facts.put("width", report.width());
    facts.put("height", report.height());
    facts.put("heldFrames", report.heldFrames());
    facts.put("engine", report.provenance().engine().id());
    facts.put("settings", report.provenance().settings());
    return facts;
  }
}
