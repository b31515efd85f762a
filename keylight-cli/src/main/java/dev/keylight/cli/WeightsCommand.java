package dev.keylight.cli;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.weights.Download;
import dev.keylight.lcvd.weights.Health;
import dev.keylight.lcvd.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code keylight weights}: the published model's files. */
@Command(
    name = "weights",
    description = "Lists, checks, converts and fetches the published model's files, which are not part of Keylight.")
final class WeightsCommand implements Runnable {
  private static final String HUB = "https://huggingface.co";

  @Spec private CommandSpec spec;

  @ParentCommand private KeylightCommand root;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(name = "list", description = "Says what goes where, where it comes from and who may use it.")
  void list(@Parameters(arity = "0..1", paramLabel = "DIR", description = "A weights folder to look into.") Path folder) {
    for (WeightsFile file : WeightsFile.all()) {
      String present = folder == null ? "" : file.presentIn(folder) ? "present  " : "missing  ";
      out().println(present + file.path() + "  (" + file.part() + ")");
      out().println("    from " + file.source() + "; " + file.terms());
    }
    out().flush();
  }

  @Command(name = "check", description = "Compares names and shapes of all tensors with the model, and looks for broken numbers.")
  int check(@Parameters(paramLabel = "DIR", description = "The weights folder.") Path folder) {
    int broken = 0;
    List<Health.Finding> findings = new ArrayList<>(Health.of(new ModelFolder(folder)));
    FaceFolder faces = new FaceFolder(folder);
    findings.addAll(Health.of(faces));
    for (Health.Finding finding : findings) {
      out().println(finding.part() + ": " + (finding.problems().isEmpty() ? "healthy" : "not usable"));
      finding.problems().stream().limit(20).forEach(problem -> out().println("    " + problem));
      broken += finding.problems().isEmpty() ? 0 : 1;
    }
    if (!faces.missingForFaces().isEmpty()) {
      out().println("DECA and FLAME: not complete (" + String.join(", ", faces.missingForFaces())
          + "); the built-in mesh stands in for them");
    }
    out().flush();
    return broken == 0 ? ExitCode.DONE : ExitCode.BAD_INPUT;
  }

  @Command(name = "convert", description = "Writes a .safetensors beside every .pth and .bin of a folder, bit for bit.")
  void convert(@Parameters(paramLabel = "DIR", description = "The weights folder, or one file.") Path folder) {
    int converted = 0;
    for (Path file : torchFiles(folder)) {
      String name = file.getFileName().toString();
      Path target = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".safetensors");
      if (!Files.exists(target)) {
        SafetensorsWriter.convert(Checkpoint.open(file), target);
        out().println(target);
        converted++;
      }
    }
    root.reporter().done("Converted " + converted + " files", Map.of("converted", converted));
  }

  private static List<Path> torchFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(f -> f.toString().matches(".*\\.(pth|bin|tar)")).sorted().toList();
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Command(name = "fetch", description = "Downloads what is missing; an interrupted download is continued.")
  void fetch(
      @Parameters(paramLabel = "DIR", description = "The weights folder.") Path folder,
      @Option(names = "--hub", defaultValue = HUB, paramLabel = "ADDRESS",
          description = "Address of the hub or a mirror (default: ${DEFAULT-VALUE}).") String hub) {
    Download download = new Download(hub.replaceAll("/+$", ""));
    int fetched = 0;
    for (WeightsFile file : WeightsFile.all()) {
      if (!file.presentIn(folder) && !file.fetchable()) {
        out().println("not fetched: " + file.path() + "; get it from " + file.source() + " (" + file.terms() + ")");
      } else if (!file.presentIn(folder)) {
        download.fetch(file, folder, root.reporter().progress(file.path()));
        fetched++;
      }
    }
    out().flush();
    root.reporter().done("Fetched " + fetched + " files to " + folder, Map.of("fetched", fetched));
  }
}
