package dev.keylight.pipeline;

import dev.keylight.KeylightException;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.compose.ContactSheet;
import dev.keylight.compose.Panels;
import dev.keylight.engine.Engine;
import dev.keylight.engine.Engines;
import dev.keylight.engine.Perception;
import dev.keylight.media.Frame;
import dev.keylight.media.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The demonstration: the bundled portrait, moved by a bundled template, under three named lights side by side. */
public final class Demo {
  /** The lights, from left to right. */
  public static final List<String> LIGHTS = List.of("rembrandt", "golden-hour-right", "neon");

  private static final String TEMPLATE = "talking";
  private static final String PORTRAIT = "/dev/keylight/samples/astronaut.png";

  private Demo() {}

  /** Copies the bundled portrait into a folder, which is made if needed, and returns its place there. */
  public static Path portrait(Path folder) {
    Path file = folder.resolve("portrait.png");
    try (InputStream stream = Demo.class.getResourceAsStream(PORTRAIT)) {
      Files.createDirectories(folder);
      WholeFile.write(file, stream.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new KeylightException("cannot write into " + folder + ": " + e.getMessage() + "; choose another folder with -o", e);
    }
  }

  /** Where the contact sheet goes. */
  public static Path sheetOf(Path folder) {
    return folder.resolve("sheet.png");
  }

  /** Renders the three side by side into {@code demo.mp4}, and a few frames of each into {@code sheet.png}. */
  public static Path render(Path folder, RenderOptions options, Progress progress) {
    Path portrait = portrait(folder);
    Path target = folder.resolve("demo.mp4");
    StageClock clock = new StageClock();
    List<AutoCloseable> open = new ArrayList<>();
    try (Perception perception = new BuiltInPerception();
        LightReader lights = new LightReader(progress);
        ContactSheet sheet = new ContactSheet(6, 256)) {
      List<Iterator<Frame>> sides = new ArrayList<>();
      Provenance provenance = null;
      Driver driver = null;
      for (String name : LIGHTS) {
        Engine engine = Engines.open(options.engine());
        open.add(engine);
        Animation animation =
            new Animation(
                portrait, Motion.of(TEMPLATE), false, false, lights.read(Light.of(name)), options, perception, progress,
                clock);
        open.add(animation);
        driver = animation.driver();
        sides.add(animation.frames(engine));
        provenance = provenance == null ? Provenance.of("demo", said(portrait), engine, options) : provenance;
      }
      Output output = new Output(driver.frameRate(), options.output().quality(), null, provenance.metadata());
      List<ContactSheet.Row> rows = new ArrayList<>();
      for (String name : LIGHTS) {
        rows.add(sheet.row(name, driver.expected()));
      }
      Iterator<Frame> joined = new SideBySide(sides, new Panels(512, LIGHTS), rows);
      Delivery delivery =
          Delivery.of(joined, driver.expected(), target, output, options.output(), clock, progress);
      sheet.write(sheetOf(folder));
      provenance.writeSidecar(target, delivery.facts(target));
      return target;
    } finally {
      Closing.all(open);
    }
  }

  private static Map<String, String> said(Path portrait) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("reference", portrait.toString());
    said.put("drive", TEMPLATE);
    said.put("light", String.join(", ", LIGHTS));
    return said;
  }

  /** Several streams of one length as one. */
  private record SideBySide(List<Iterator<Frame>> sides, Panels panels, List<ContactSheet.Row> rows)
      implements Iterator<Frame> {
    @Override
    public boolean hasNext() {
      return sides.stream().allMatch(Iterator::hasNext);
    }

    @Override
    public Frame next() {
      List<Frame> frames = sides.stream().map(Iterator::next).toList();
      try {
        for (int i = 0; i < rows.size(); i++) {
          rows.get(i).accept(frames.get(i));
        }
        return panels.join(frames);
      } finally {
        frames.forEach(Frame::close);
      }
    }
  }
}
