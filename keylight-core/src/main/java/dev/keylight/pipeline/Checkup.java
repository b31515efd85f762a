package dev.keylight.pipeline;

import dev.keylight.engine.EngineProvider;
import dev.keylight.engine.Engines;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Tries everything that a render needs, part by part. */
public final class Checkup {
  /**
   * One part.
   *
   * @param what its name
   * @param works whether it does
   * @param needed whether nothing works without it
   * @param detail its version, or what is wrong and how to mend it
   */
  public record Finding(String what, boolean works, boolean needed, String detail) {}

  private Checkup() {}

  /** All findings, in the order in which parts build on each other. */
  public static List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    Runtime runtime = Runtime.getRuntime();
    findings.add(new Finding("java", true, true, System.getProperty("java.version") + ", " + System.getProperty("java.vendor")));
    findings.add(
        new Finding(
            "machine", true, true,
            System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + runtime.availableProcessors()
                + " processors, " + runtime.maxMemory() / (1 << 20) + " MB heap"));
    findings.add(tried("ffmpeg", () -> avutil.av_version_info().getString() + ", " + avutil.avutil_license().getString()));
    findings.add(encoder("mp4 (H.264)", true, "libx264", "libopenh264"));
    findings.add(encoder("webm (VP9)", false, "libvpx-vp9"));
    findings.add(encoder("mov (ProRes)", false, "prores_ks"));
    findings.add(tried("opencv", Checkup::opencv));
    findings.add(tried("face tracker", Checkup::tracker));
    findings.add(tried("temporary files", Checkup::temporary));
    for (EngineProvider engine : Engines.all()) {
      findings.add(
          new Finding(
              "engine " + engine.id(), engine.missing().isEmpty(), false, engine.missing().orElse(engine.description())));
    }
    return findings;
  }

  private static String opencv() {
    // A picture first, as in a render; then the module that wants most of a machine.
    Frame.still(new Mat(8, 8, opencv_core.CV_8UC3)).close();
    Loader.load(opencv_ximgproc.class);
    return opencv_core.CV_VERSION();
  }

  private static String tracker() {
    try (MeshFaceModel faces = new MeshFaceModel(TrackingOptions.still());
        PortraitMatte mattes = new PortraitMatte()) {
      return faces.topology().vertexCount() + " points, networks load and match their hashes";
    }
  }

  private static String temporary() {
    try {
      Path file = Files.createTempFile("keylight", ".tmp");
      Files.delete(file);
      return file.getParent() + " can be written";
    } catch (IOException e) {
      throw new IllegalStateException(System.getProperty("java.io.tmpdir") + " cannot be written; free space there or set -Djava.io.tmpdir", e);
    }
  }

  private static Finding tried(String what, Supplier<String> trial) {
    try {
      return new Finding(what, true, true, trial.get());
    } catch (RuntimeException | LinkageError e) {
      return new Finding(what, false, true, String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
    }
  }

  private static Finding encoder(String what, boolean needed, String... names) {
    try {
      for (String name : names) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec != null) {
          return new Finding(what, true, needed, name);
        }
      }
      return new Finding(what, false, needed, "this FFmpeg build has no encoder " + String.join(" or ", names));
    } catch (LinkageError e) {
      return new Finding(what, false, needed, "needs ffmpeg");
    }
  }
}
