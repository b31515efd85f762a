package dev.keylight.cli;

import dev.keylight.Progress;
import dev.keylight.face.FaceModel;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.preprocess.DecaFaceModel;
import dev.keylight.lcvd.preprocess.FaceReader;
import dev.keylight.pipeline.Tracking;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight track}: what the tracker sees. */
@Command(
    name = "track",
    description = "Tracks the faces of a clip or picture: meshes, poses and expressions as JSON lines.",
    footer = {"", "Example: keylight track talk.mp4 -o talk.jsonl --overlay talk-track.mp4"})
final class TrackCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(index = "0", paramLabel = "INPUT", description = "The clip or picture.")
  private Path input;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "JSONL", description = "Where the lines go, one a frame.")
  private Path output;

  @Option(names = "--overlay", paramLabel = "FILE", description = "Also draw the tracks into the picture.")
  private Path overlay;

  @Option(names = "--max-faces", paramLabel = "N", defaultValue = "4", description = "How many faces to follow (${DEFAULT-VALUE}).")
  private int maxFaces;

  @Option(names = "--face-model", paramLabel = "WHICH", defaultValue = "mesh",
      description = "mesh, the built-in one (default), or deca: FLAME's mesh of the foremost face, from your weights.")
  private FlameMixin.FaceChoice model;

  @Option(names = "--weights", paramLabel = "DIR",
      description = "The published weights, for deca; KEYLIGHT_WEIGHTS or ~/.keylight/pretrained_weights by default.")
  private Path weights;

  @Option(names = "--own-detector", description = "With deca: the built-in mesh finds the faces, a hundred times faster.")
  private boolean ownDetector;

  @Override
  public void run() {
    Progress progress = root.reporter().progress("track");
    Tracking tracking =
        Tracking.run(input, output, overlay, Math.max(1, maxFaces), options -> faces(options, progress), progress);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("output", output.toString());
    facts.put("frames", tracking.frames());
    facts.put("framesWithFace", tracking.framesWithFace());
    facts.put("faces", tracking.faces());
    facts.put("bridged", tracking.bridged());
    root.reporter()
        .done(
            output + ": " + tracking.faces() + (tracking.faces() == 1 ? " face" : " faces") + " in "
                + tracking.framesWithFace() + " of " + tracking.frames() + " frames, " + tracking.bridged() + " bridged",
            facts);
  }

  private FaceModel faces(TrackingOptions options, Progress progress) {
    if (model != FlameMixin.FaceChoice.DECA) {
      return new MeshFaceModel(options);
    }
    return new DecaFaceModel(FaceReader.open(FlameMixin.files(weights), ownDetector, progress::note));
  }
}
