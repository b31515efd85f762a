package dev.keylight.face;

import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.pipeline.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The stages of following one face, on the bundled portrait shown again and again. Stands in the face room's package
 * because its stages are that room's own business.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TrackingBenchmark {
  private Frame frame;
  private RegionOfInterest region;
  private AttentionMesh.Estimate estimate;
  private final AttentionMesh mesh = new AttentionMesh();
  private final Network trunk = new Network("attention_trunk.tflite");
  private final Network heads = new Network("attention_heads.tflite");
  private final FaceDetector detector = new FaceDetector();
  private final CutDetector cuts = new CutDetector();
  private final FaceTrack track = new FaceTrack(0, 1);
  private final MeshFaceModel following = new MeshFaceModel(TrackingOptions.video().withMaxFaces(1));
  private final MeshFaceModel searching = new MeshFaceModel(TrackingOptions.still().withMaxFaces(1));
  private double seconds;

  @Setup
  public void look() throws IOException {
    Path folder = Files.createTempDirectory("keylight-bench");
    Path file = Demo.portrait(folder);
    try (FrameSource source = Media.open(file)) {
      frame = source.next();
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
    region = RegionOfInterest.around(following.observe(frame).get(0).vertices());
    estimate = mesh.estimate(frame.pixels(), region);
  }

  /** Every frame by itself: the detector finds the face, the mesh is fitted twice. */
  @Benchmark
  public List<FaceObservation> naive() {
    return searching.observe(frame);
  }

  /** The face looked for where it was last. */
  @Benchmark
  public List<FaceObservation> fast() {
    return following.observe(frame);
  }

  @Benchmark
  public boolean stageCut() {
    return cuts.isCut(frame.pixels());
  }

  @Benchmark
  public int stageCrop() {
    try (Mat crop = region.crop(frame.pixels(), 192)) {
      trunk.picture(crop, 1 / 255.0, 0);
      return crop.rows();
    }
  }

  @Benchmark
  public float[][] stageTrunk() {
    return trunk.run();
  }

  @Benchmark
  public float[][] stageHeads() {
    return heads.run();
  }

  /** Crop, trunk, windows and heads. */
  @Benchmark
  public AttentionMesh.Estimate stageMesh() {
    return mesh.estimate(frame.pixels(), region);
  }

  /** Smoothing, pose and canonical mesh. */
  @Benchmark
  public FaceObservation stagePose() {
    seconds += 0.04;
    return track.seen(estimate, seconds);
  }

  @Benchmark
  public List<FaceDetection> stageDetector() {
    return detector.detect(frame.pixels());
  }

  @TearDown
  public void close() {
    frame.close();
    mesh.close();
    trunk.close();
    heads.close();
    detector.close();
    following.close();
    searching.close();
  }
}
