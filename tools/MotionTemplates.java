import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.Pose;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.motion.AlignedFace;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.MotionAligner;
import dev.keylight.motion.MotionFrame;
import dev.keylight.motion.MotionTemplate;
import dev.keylight.motion.ResampledMotion;
import dev.keylight.motion.Retargeting;
import dev.keylight.motion.TemplateFormat;
import dev.keylight.motion.TemplateRecorder;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes one motion template from part of a clip; tools/motion-templates.sh calls it for each of the shipped ones.
 *
 * Arguments: clip, first second, last second, name, output, then strengths of expression, eyes, brows, mouth, rotation
 * and of the head's shift and change of size.
 */
final class MotionTemplates {
  private static final double RATE = 25;
  private static final int COMPONENTS = 12;
  private static final double EASE_SECONDS = 0.5;

  public static void main(String[] words) throws Exception {
    Path clip = Path.of(words[0]);
    double from = Double.parseDouble(words[1]);
    double to = Double.parseDouble(words[2]);
    float[] s = new float[6];
    for (int i = 0; i < 6; i++) {
      s[i] = words.length > 5 + i ? Float.parseFloat(words[5 + i]) : 1;
    }
    List<MotionFrame> frames = new ArrayList<>();
    int width = 0;
    int height = 0;
    FaceTopology topology;
    try (FaceModel model = new MeshFaceModel(TrackingOptions.video().withMaxFaces(1));
        FrameSource source = Media.open(clip)) {
      topology = model.topology();
      for (Frame next = source.next(); next != null; next = source.next()) {
        try (Frame frame = next) {
          width = frame.width();
          height = frame.height();
          List<FaceObservation> faces = model.observe(frame);
          if (frame.seconds() >= from && frame.seconds() < to) {
            double seconds = frame.seconds() - from;
            frames.add(faces.isEmpty() ? MotionFrame.missing(seconds) : MotionFrame.of(faces.get(0), seconds));
          }
        }
      }
    }
    FaceObservation mean = TemplateRecorder.meanFace(topology);
    DriverProfile profile = DriverProfile.of(frames, DriverProfile.Base.NEUTRAL, mean, topology, width, height);
    Retargeting controls =
        Retargeting.DEFAULT.withStrength(new Retargeting.Strength(s[0], s[1], s[2], s[3], s[4]));
    MotionAligner aligner = new MotionAligner(mean, topology, profile, Alignment.RELATIVE, controls);
    TemplateRecorder recorder = new TemplateRecorder(words[3], RATE, topology);
    Iterator<MotionFrame> even = new ResampledMotion(frames.iterator(), RATE, 1);
    List<AlignedFace> aligned = new ArrayList<>();
    while (even.hasNext()) {
      AlignedFace face = shifted(aligner.align(even.next()), s[5]);
      aligned.add(face);
      recorder.add(face);
    }
    MotionTemplate template = recorder.finish(COMPONENTS, EASE_SECONDS);
    try (Writer out = Files.newBufferedWriter(Path.of(words[4]))) {
      TemplateFormat.write(template, out);
    }
    System.out.printf(
        "%s: %d frames, %d KB, %s, largest error %.3f cm, mean %.4f cm%n",
        words[3], template.length(), Files.size(Path.of(words[4])) / 1024, aligner.report(), error(template, topology, aligned, true),
        error(template, topology, aligned, false));
  }

  /** The rest face lies at the origin with scale 1, so its shift and size can be scaled as they are. */
  private static AlignedFace shifted(AlignedFace face, float strength) {
    float[] t = face.pose().translation();
    Pose pose =
        new Pose(
            (float) Math.pow(face.pose().scale(), strength), face.pose().rotation(),
            new float[] {strength * t[0], strength * t[1], 0});
    return new AlignedFace(face.vertices(), face.canonical(), pose, face.camera(), face.held());
  }

  /** How far the template's meshes are from what was recorded, apart from the eased ends. */
  private static double error(MotionTemplate template, FaceTopology topology, List<AlignedFace> aligned, boolean largest) {
    Iterator<MotionFrame> played = template.frames(topology, 0);
    double most = 0;
    double sum = 0;
    long count = 0;
    int ease = (int) (EASE_SECONDS * RATE) + 1;
    for (int t = 0; played.hasNext(); t++) {
      float[] a = played.next().canonical();
      float[] b = aligned.get(t).canonical();
      for (int k = 0; k < a.length && t >= ease && t < aligned.size() - ease; k++) {
        most = Math.max(most, Math.abs(a[k] - b[k]));
        sum += Math.abs(a[k] - b[k]);
        count++;
      }
    }
    return largest ? most : sum / count;
  }
}
