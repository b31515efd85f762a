package dev.keylight.cli;

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

  @Override
  public void run() {
    Tracking tracking = Tracking.run(input, output, overlay, Math.max(1, maxFaces), root.reporter().progress("track"));
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
}
