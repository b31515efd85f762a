package dev.keylight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.lcvd.engine.LcvdProvider;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.data.PublishedExport;
import dev.keylight.train.prepare.FlameFiles;
import dev.keylight.train.prepare.Preparation;
import dev.keylight.train.prepare.PrepareOptions;
import dev.keylight.train.prepare.QualityGate;
import dev.keylight.train.prepare.Splits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight prepare}: videos to a data set. */
@Command(
    name = "prepare",
    description = "Makes a data set for training from a folder of videos: finds faces and scenes, cuts squares, keeps what "
        + "is good, and says in manifest.jsonl why the rest is left out.",
    footer = {
      "",
      "Stopped or run again, it goes on where it was; a video is looked at again only when it, the options or Keylight changed.",
      "Example: keylight prepare videos/ -o data/"
    })
final class PrepareCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(arity = "0..1", paramLabel = "VIDEOS", description = "Folder of videos; folders in it are looked into.")
  private Path videos;

  @Option(names = "--batch", paramLabel = "TABLE",
      description = "With --master, instead of a folder: a table (.csv, .jsonl, .parquet) whose column uri names the videos, "
          + "and source, if there is one, what they are to be called.")
  private String batch;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "DIR",
      description = "Folder for the data set; with --master also a URI, such as hdfs://... or s3a://...")
  private String said;

  @Option(names = "--size", defaultValue = "512", paramLabel = "PIXELS",
      description = "Side of the stored pictures, a multiple of 32 (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(names = "--min-frames", defaultValue = "16", description = "Shorter clips are left out (default: ${DEFAULT-VALUE}).")
  private int fewest;

  @Option(names = "--max-frames", defaultValue = "300", description = "Longer clips are cut (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(names = "--every", defaultValue = "1", paramLabel = "N",
      description = "Keep every N-th frame (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--min-face", defaultValue = "160", paramLabel = "PIXELS",
      description = "Faces less high than this in the video are left out (default: ${DEFAULT-VALUE}).")
  private float smallest;

  @Option(names = "--min-sharpness", defaultValue = "12",
      description = "Faces less sharp than this are left out: variance of the Laplacian at 128 pixels "
          + "(default: ${DEFAULT-VALUE}).")
  private double sharpness;

  @Option(names = "--quality", defaultValue = "brisque", paramLabel = "MEASURE",
      description = "How good the pictures must look, measured as brisque or niqe (less is better), by a vqa network of yours "
          + "(more is better), or none (default: ${DEFAULT-VALUE}).")
  private String quality;

  @Option(names = "--quality-limit", paramLabel = "NUMBER",
      description = "The worst that is let in (default: brisque 60, niqe 9, vqa 0.6 as in the paper).")
  private Double limit;

  @Option(names = "--quality-network", paramLabel = "FILE",
      description = "For vqa: the network, such as FasterVQA, as TorchScript; docs/evaluation.md says how to make it.")
  private Path network;

  @Option(names = "--stills", description = "Take pictures as clips of one frame.")
  private boolean stills;

  @Option(names = "--face-model", paramLabel = "WHICH", defaultValue = "mesh",
      description = "Whose hints and landmark maps the clips get: mesh, the built-in one's (default); deca, the published ones, "
          + "on which the published adapters were trained; auto, deca where the weights have it.")
  private FlameMixin.FaceChoice model;

  @Option(names = "--weights", paramLabel = "DIR",
      description = "The published weights, for deca; KEYLIGHT_WEIGHTS or ~/.keylight/pretrained_weights by default.")
  private Path weights;

  @Option(names = "--own-detector",
      description = "With deca: the built-in mesh finds the faces, a hundred times faster than S3FD and FAN.")
  private boolean ownDetector;

  @Option(names = "--published", paramLabel = "DIR",
      description = "Also write the clips to train on as the published training reads them: DIR/NAME-video, -kpmap, -mesh and "
          + "-mask with lossy videos and DIR/NAME-data-consistent.json, NAME being DIR's own.")
  private Path published;

  @Option(names = "--validation", defaultValue = "0.1", paramLabel = "SHARE",
      description = "Share of the people kept for validation (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(names = "--validation-sources", paramLabel = "REGEX",
      description = "Keep the people of the sources whose name matches instead.")
  private String named;

  @Option(names = "--seed", defaultValue = "0", description = "Decides who is kept (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", defaultValue = "2", description = "Videos worked on at once (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Mixin private SparkMixin spark;

  @Override
  public void run() {
    if (videos == null && (batch == null || !spark.wanted())) {
      throw new BadInputException("name the folder the videos are in, or --batch TABLE together with --master");
    }
    Splits splits = new Splits(share, pattern(), seed);
    Reporter reporter = root.reporter();
    PrepareOptions options;
    try {
      options = new PrepareOptions(side, fewest, most, every, smallest, sharpness, stills, gate(), flame(reporter));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
    if (spark.wanted()) {
      if (published != null) {
        throw new BadInputException("--published is written by this machine alone and not with --master; leave one of the two out");
      }
      spread(options, splits, reporter);
      return;
    }
    Path output = Path.of(said);
    Dataset data = new Preparation(videos, output, options, splits, Math.max(1, threads)).run(reporter.progress("Preparing"));
    long accepted = data.rows().stream().filter(ManifestRow::accepted).count();
    long people = data.rows().stream().filter(ManifestRow::accepted).mapToInt(ManifestRow::identity).distinct().count();
    Map<String, Object> facts = new LinkedHashMap<>();
    if (published != null) {
      facts.put("published", new PublishedExport(data, published).write(reporter.progress("Exporting")).toString());
    }
    facts.put("output", output.toString());
    facts.put("clips", accepted);
    facts.put("rejected", data.rows().size() - accepted);
    facts.put("people", people);
    facts.put("validation", data.split(Dataset.VALIDATION).size());
    reporter.done(output + ": " + accepted + " clips of " + people + " people, "
        + data.split(Dataset.VALIDATION).size() + " clips kept for validation, " + (data.rows().size() - accepted)
        + " left out", facts);
  }

  /** DECA and FLAME, when they were asked for or can be had; else null. */
  private FlameFiles flame(Reporter reporter) {
    if (model == FlameMixin.FaceChoice.MESH) {
      return null;
    }
    Path folder = weights == null ? LcvdProvider.weights() : weights;
    FaceFolder files = new FaceFolder(folder);
    List<String> missing = files.missingForFaces();
    if (!missing.isEmpty()) {
      if (model == FlameMixin.FaceChoice.DECA) {
        throw new BadInputException("DECA and FLAME cannot be used: " + String.join(" and ", missing) + " are not among the weights in "
            + folder + "; see keylight weights list");
      }
      reporter.progress("Preparing").note(
          "the built-in mesh supplies the hints, as " + String.join(" and ", missing) + " are not among the weights");
      return null;
    }
    if (!ownDetector && !files.hasDetector()) {
      reporter.progress("Preparing").note(FaceFolder.S3FD + " and " + FaceFolder.FAN + " are not both among the weights; the built-in "
          + "mesh finds the faces, so crops differ a little from the published ones");
    }
    return new FlameFiles(folder.toAbsolutePath().toString(), ownDetector || !files.hasDetector());
  }

  private QualityGate gate() {
    QualityGate.Measure measure = QualityGate.Measure.named(quality);
    if (network != null && !Files.isRegularFile(network)) {
      throw new BadInputException("--quality-network: there is no file " + network);
    }
    return new QualityGate(measure, limit == null ? measure.usual() : limit,
        measure == QualityGate.Measure.VQA && network != null ? network.toAbsolutePath().toString() : null);
  }

  /** The same on a cluster. */
  private void spread(PrepareOptions options, Splits splits, Reporter reporter) {
    SparkLaunch launch = new SparkLaunch(spark);
    ObjectNode job = spark.job("prepare");
    job.put("manifest", batch != null ? batch : launch.table(table(Preparation.sources(videos))).toString());
    job.put("output", said.contains(":") ? said : Path.of(said).toAbsolutePath().toString());
    job.set("options", new ObjectMapper().valueToTree(options));
    job.putObject("splits").put("share", splits.share()).put("named", named).put("seed", splits.seed());
    JsonNode facts = launch.run(job, reporter.progress("Preparing", "videos"));
    reporter.done(
        said + ": " + facts.path("clips") + " clips of " + facts.path("people") + " people, " + facts.path("validation")
            + " clips kept for validation, " + facts.path("rejected") + " left out; videos: " + facts.path("done").asInt()
            + " prepared, " + facts.path("known").asInt() + " known, " + facts.path("failed").asInt() + " failed",
        SparkLaunch.facts(facts));
  }

  private List<Map<String, String>> table(List<Path> files) {
    return files.stream()
        .map(file -> Map.of("source", Preparation.sourceOf(videos, file), "uri", file.toAbsolutePath().toString()))
        .toList();
  }

  private Pattern pattern() {
    try {
      return named == null ? null : Pattern.compile(named);
    } catch (PatternSyntaxException e) {
      throw new BadInputException("--validation-sources is no regular expression: " + e.getDescription(), e);
    }
  }
}
