import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackWriter;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import java.io.BufferedOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;

/**
 * Tracks clips and says how long it took, for tools/compare_tracking.py. Run from source on keylight-core's class path:
 * {@code java -cp ... tools/TrackClip.java SMOOTHING THREADS FRAMES CLIP OUT.jsonl [CLIP OUT.jsonl ...]}.
 */
public final class TrackClip {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public static void main(String[] args) throws Exception {
    float smoothing = Float.parseFloat(args[0]);
    opencv_core.setNumThreads(Integer.parseInt(args[1]));
    int limit = Integer.parseInt(args[2]);
    for (int i = 3; i < args.length; i += 2) {
      track(Path.of(args[i]), Path.of(args[i + 1]), smoothing, limit);
    }
  }

  private static void track(Path clip, Path out, float smoothing, int limit) throws Exception {
    long[] nanos = new long[limit];
    long[] cpu = new long[limit];
    int frames = 0;
    try (FrameSource source = Media.open(clip);
        MeshFaceModel model = new MeshFaceModel(TrackingOptions.video().withMaxFaces(1).withSmoothing(smoothing));
        TrackWriter writer = new TrackWriter(new BufferedOutputStream(Files.newOutputStream(out)))) {
      while (frames < limit) {
        try (Frame frame = source.next()) {
          if (frame == null) {
            break;
          }
          long start = System.nanoTime();
          long cpuStart = THREADS.getCurrentThreadCpuTime();
          List<FaceObservation> faces = model.observe(frame);
          cpu[frames] = THREADS.getCurrentThreadCpuTime() - cpuStart;
          nanos[frames++] = System.nanoTime() - start;
          writer.write(frame, faces);
        }
      }
    }
    long[] sorted = Arrays.copyOf(nanos, frames);
    Arrays.sort(sorted);
    Arrays.sort(cpu, 0, frames);
    System.out.printf(
        "%s\t%d\t%.3f\t%.3f\t%.3f%n", clip, frames, sorted[frames / 2] / 1e6, sorted[0] / 1e6, cpu[frames / 2] / 1e6);
  }
}
