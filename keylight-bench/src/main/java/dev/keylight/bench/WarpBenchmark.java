package dev.keylight.bench;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.NamedLights;
import dev.keylight.light.PhotoLight;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Rational;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.motion.AlignedFace;
import dev.keylight.pipeline.Demo;
import dev.keylight.shading.ShadingHint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One frame of the bundled portrait at its own 512²: the published hint, and all that the warp engine makes of a step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WarpBenchmark {
  private Portrait portrait;
  private Engine engine;
  private Step step;
  private Iterator<Frame> frames;
  private ShadingHint hint;

  @Setup
  public void look() throws IOException {
    Path folder = Files.createTempDirectory("keylight-bench");
    Path file = Demo.portrait(folder);
    try (FrameSource source = Media.open(file);
        FaceModel faces = new MeshFaceModel(TrackingOptions.still());
        PortraitMatte mattes = new PortraitMatte()) {
      Frame picture = source.next();
      FaceObservation face = faces.observe(picture).get(0);
      portrait = new Portrait(picture, face, faces.topology(), mattes.of(picture, face));
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
    FaceObservation face = portrait.face();
    AlignedFace still = new AlignedFace(face.vertices(), face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false);
    step = new Step(still, NamedLights.of("rembrandt"), 0);
    EngineOptions options =
        new EngineOptions(
            Optional.of(new PhotoLight(portrait.topology()).of(portrait.frame(), face)), 1, 0, true, 0, new Rational(1, 25));
    engine = new WarpEngine();
    frames = engine.animate(portrait, Stream.generate(() -> step).iterator(), options);
    hint =
        new ShadingHint(
            FaceTopology.builtIn(), portrait.frame().width(), portrait.frame().height(), new ScanlineRasterizer());
  }

  @Benchmark
  public int shadingHint() {
    try (Frame frame = hint.draw(step.face().vertices(), step.light())) {
      return frame.width();
    }
  }

  @Benchmark
  public int warpedFrame() {
    try (Frame frame = frames.next()) {
      return frame.width();
    }
  }

  @TearDown
  public void close() {
    engine.close();
    portrait.close();
  }
}
