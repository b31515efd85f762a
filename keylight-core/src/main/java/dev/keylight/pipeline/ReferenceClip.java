package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.engine.OpenMouth;
import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.Pose;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import java.nio.DoubleBuffer;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * What a video shows of the person to be animated: the frame that makes the best portrait (frontal, eyes open, lips closed,
 * sharp) and the one that shows most of the mouth's inside. Two frames are held at a time, whatever the length.
 */
final class ReferenceClip {
  /** How much of a long video is looked at. */
  private static final int FRAMES = 300;

  /** Of a head turned further no mouth is lent. */
  private static final double LENDING_TURN = Math.toRadians(25);

  /** Wide open enough; a yawn lends no better than speech. */
  private static final double WIDE = 1.5;

  /** Lips closer than this, in centimetres, show nothing worth lending. */
  private static final double CLOSED = 0.45;

  private Frame portrait;
  private double worst = Double.MAX_VALUE;
  private Frame mouth;
  private FaceObservation mouthFace;
  private double widest = CLOSED;

  private ReferenceClip() {}

  /** What was found; both belong to whoever receives them. */
  record Found(Frame portrait, Optional<OpenMouth> mouth) {}

  /**
   * Looks through a video, with the built-in face model: these are judgements about a picture, whatever it is rendered by.
   *
   * @param wanted which person, 0 the one whose face is largest
   * @param longSide of the result in pixels, 0 for the video's own
   * @throws BadInputException when no frame shows that face
   */
  static Found read(FrameSource source, int wanted, int longSide, Progress progress) {
    ReferenceClip clip = new ReferenceClip();
    Subject subject = new Subject(wanted);
    try (FaceModel faces = new MeshFaceModel(TrackingOptions.video())) {
      int looked = 0;
      for (Frame next = source.next(); next != null; next = looked < FRAMES ? source.next() : null) {
        Delivery.requireWanted(progress);
        clip.look(Pictures.opaque(next, longSide), faces, subject);
        looked++;
      }
      if (clip.portrait == null) {
        throw new BadInputException(
            source.info().file() + " shows no face that can be found in its first " + looked
                + " frames; use a portrait in which one looks roughly towards the camera");
      }
    } catch (RuntimeException e) {
      clip.close();
      throw e;
    }
    progress.note(clip.said(source.info().file().toString()));
    return new Found(clip.portrait, Optional.ofNullable(clip.mouth).map(frame -> new OpenMouth(frame, clip.mouthFace)));
  }

  private String said(String file) {
    String best = String.format(Locale.ROOT, "%s is a video; its frame at %.2f s is the portrait", file, portrait.seconds());
    return mouth == null
        ? best
        : best + String.format(Locale.ROOT, ", the one at %.2f s lends it teeth and tongue", mouth.seconds());
  }

  private void look(Frame frame, FaceModel faces, Subject subject) {
    boolean kept = false;
    try {
      FaceObservation seen = subject.among(faces.observe(frame));
      if (seen == null || seen.bridged()) {
        return;
      }
      double opening = apart(seen, FaceLandmarks.UPPER_LIP_INNER, FaceLandmarks.LOWER_LIP_INNER);
      double turn = turn(seen.pose());
      double flaws = flaws(frame, seen, opening, turn);
      boolean lends = turn < LENDING_TURN && Math.min(WIDE, opening) > widest;
      if (flaws < worst) {
        worst = flaws;
        release(portrait);
        portrait = frame;
        kept = true;
      }
      if (lends) {
        widest = Math.min(WIDE, opening);
        release(mouth);
        mouth = kept ? copy(frame) : frame;
        mouthFace = seen;
        kept = true;
      }
    } finally {
      if (!kept) {
        frame.close();
      }
    }
  }

  /** What speaks against a frame as a portrait: 1 is about what a head turned by 20 degrees is worth. */
  private static double flaws(Frame frame, FaceObservation face, double opening, double turn) {
    double lids =
        Math.min(
            apart(face, FaceLandmarks.RIGHT_EYE_TOP, FaceLandmarks.RIGHT_EYE_BOTTOM),
            apart(face, FaceLandmarks.LEFT_EYE_TOP, FaceLandmarks.LEFT_EYE_BOTTOM));
    return Math.toDegrees(turn) / 20
        + Math.max(0, opening - 0.05) / 0.3
        + Math.max(0, 0.8 - lids) / 0.2
        - 0.5 * Math.log(1 + sharpness(frame, face));
  }

  /** Distance of two points in centimetres of a head of common size. */
  private static double apart(FaceObservation face, int one, int other) {
    return Math.hypot(face.x(one) - face.x(other), face.y(one) - face.y(other)) / face.pose().scale();
  }

  /** Angle between the head's forward direction and the camera's axis, in radians. */
  private static double turn(Pose pose) {
    return Math.acos(Math.max(-1, Math.min(1, pose.rotation()[8])));
  }

  /** Variance of the Laplacian on the face. */
  private static double sharpness(Frame frame, FaceObservation face) {
    FaceBox box = FaceBox.of(face.vertices());
    int x0 = Math.max(0, (int) box.x());
    int y0 = Math.max(0, (int) box.y());
    int x1 = Math.min(frame.width(), (int) (box.x() + box.width()));
    int y1 = Math.min(frame.height(), (int) (box.y() + box.height()));
    if (x1 - x0 < 8 || y1 - y0 < 8) {
      return 0;
    }
    try (Rect place = new Rect(x0, y0, x1 - x0, y1 - y0);
        Mat part = frame.pixels().apply(place);
        Mat grey = new Mat();
        Mat edges = new Mat();
        Mat mean = new Mat();
        Mat spread = new Mat()) {
      opencv_imgproc.cvtColor(part, grey, opencv_imgproc.COLOR_RGB2GRAY);
      opencv_imgproc.Laplacian(grey, edges, opencv_core.CV_32F);
      opencv_core.meanStdDev(edges, mean, spread);
      DoubleBuffer deviation = spread.createBuffer();
      return deviation.get(0) * deviation.get(0);
    }
  }

  private static Frame copy(Frame frame) {
    return Frame.of(frame.pixels().clone(), frame.presentationTime(), frame.timeBase());
  }

  private static void release(Frame frame) {
    if (frame != null) {
      frame.close();
    }
  }

  private void close() {
    release(portrait);
    release(mouth);
  }
}
