package dev.keylight.cli;

import dev.keylight.Light;
import dev.keylight.compose.Panels;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.LightJson;
import dev.keylight.light.LightSphere;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.pipeline.LightReader;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.shading.PlasterFace;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code keylight light}: shows any light as JSON and as a picture. */
@Command(
    name = "light",
    description = "Estimates a light from a photo or panorama, mixes lights, and shows them as JSON and as a shaded ball.",
    sortOptions = false,
    footer = {"", "Example: keylight light face.jpg -o light.json --sphere ball.png"})
final class LightCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private KeylightCommand root;

  @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", description = "Anything that --light takes elsewhere.")
  private String what;

  @Option(names = {"-o", "--output"}, paramLabel = "JSON", description = "Where the light goes; standard output by default.")
  private Path output;

  @Option(names = "--sphere", paramLabel = "PICTURE", description = "Draw a ball and a face under the light.")
  private Path sphere;

  @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "512", description = "Height of that picture (${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--at", paramLabel = "S", defaultValue = "0", description = "The moment of a light that moves, in seconds.")
  private double seconds;

  @Option(names = "--list", description = "List the named lights.")
  private boolean list;

  @Override
  public void run() {
    if (list) {
      list(spec.commandLine().getOut());
      return;
    }
    if (what == null) {
      throw new ParameterException(spec.commandLine(), "missing: WHAT, the light; keylight light --list shows the named ones");
    }
    if (size < 16 || size > 4096) {
      throw new ParameterException(spec.commandLine(), "size must be between 16 and 4096, was " + size);
    }
    SphericalHarmonics light = read();
    String json = LightJson.write(light);
    if (output == null) {
      spec.commandLine().getOut().print(json);
      spec.commandLine().getOut().flush();
    } else {
      WholeFile.write(output, json.getBytes(StandardCharsets.UTF_8));
    }
    if (sphere != null) {
      draw(light);
    }
    if (output != null || sphere != null) {
      tell();
    }
  }

  private SphericalHarmonics read() {
    try (LightReader reader = new LightReader(root.reporter().progress("light"))) {
      return reader.read(Light.of(what)).at(seconds);
    }
  }

  private void draw(SphericalHarmonics light) {
    int even = size / 2 * 2;
    try (Frame ball = LightSphere.draw(light, even);
        Frame face = new PlasterFace(FaceTopology.builtIn(), even).draw(light);
        Frame both = new Panels(even, List.of()).join(List.of(ball, face))) {
      Images.write(both, sphere);
    }
  }

  private void tell() {
    Map<String, Object> facts = new LinkedHashMap<>();
    StringBuilder sentence = new StringBuilder();
    if (output != null) {
      facts.put("output", output.toString());
      sentence.append(output);
    }
    if (sphere != null) {
      facts.put("sphere", sphere.toString());
      sentence.append(sentence.isEmpty() ? "" : ", ").append(sphere);
    }
    // The light itself went to standard output when no file was named for it; nothing else may follow it there.
    if (output == null) {
      root.reporter().note(sentence.toString());
    } else {
      root.reporter().done(sentence.toString(), facts);
    }
  }

  private static void list(PrintWriter out) {
    for (String name : NamedLights.baseNames()) {
      boolean sided = NamedLights.knows(name + "-right");
      out.printf("%-16s%s%s%n", name, NamedLights.story(name), sided ? " (also -left, -right)" : "");
    }
    out.flush();
  }
}
