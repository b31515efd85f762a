package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGBA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The built-in face model: MediaPipe's detector and attention mesh, followed through a clip.
 *
 * <p>While a face is followed, the next frame is looked at where its mesh was last; the detector runs only when a face
 * is lost or from time to time to find new ones. A cut starts all faces afresh under new ids.
 */
public final class MeshFaceModel implements FaceModel {
  private static final float MIN_PRESENCE = 0.5f;

  /** Two faces that overlap more than this are one. */
  private static final float SAME_FACE_OVERLAP = 0.3f;

  /** A doubtful detection below this score must agree with the mesh. */
  private static final float SURE_SCORE = 0.8f;

  /** How far detector and mesh may disagree about the eyes, in distances between the eyes. */
  private static final float MAX_EYE_OFFSET = 0.35f;

  /** Time between frames of a clip that does not say: 25 frames per second. */
  private static final double DEFAULT_STEP = 0.04;

  private final TrackingOptions options;
  private final FaceDetector detector = new FaceDetector();
  private final AttentionMesh mesh = new AttentionMesh();
  private final CutDetector cuts = new CutDetector();
  private final List<FaceTrack> tracks = new ArrayList<>();
  private int nextId;
  private double clock = Double.NaN;
  private double lastSearch = Double.NEGATIVE_INFINITY;
  private double lastThoroughSearch = Double.NEGATIVE_INFINITY;

  /** For clips, with {@link TrackingOptions#video()}. */
  public MeshFaceModel() {
    this(TrackingOptions.video());
  }

  public MeshFaceModel(TrackingOptions options) {
    this.options = options;
  }

  @Override
  public List<FaceObservation> observe(Frame frame) {
    if (!frame.hasAlpha()) {
      return observe(frame.pixels(), frame.seconds());
    }
    try (Mat rgb = new Mat()) {
      cvtColor(frame.pixels(), rgb, COLOR_RGBA2RGB);
      return observe(rgb, frame.seconds());
    }
  }

  private List<FaceObservation> observe(Mat rgb, double seconds) {
    if (options.independent() || cuts.isCut(rgb)) {
      tracks.clear();
      lastThoroughSearch = Double.NEGATIVE_INFINITY;
    }
    // Frames without usable times still move on, so that smoothing and bridging work on image sequences too.
    clock = Double.isNaN(clock) || seconds > clock ? seconds : clock + DEFAULT_STEP;
    List<FaceObservation> observations = new ArrayList<>();
    List<FaceTrack> lost = follow(rgb, observations);
    boolean room = tracks.size() < options.maxFaces() && clock - lastSearch >= options.searchSeconds();
    if (!lost.isEmpty() || tracks.isEmpty() || room) {
      lastSearch = clock;
      search(rgb, lost, observations);
    }
    for (FaceTrack track : lost) {
      if (track.secondsUnseen(clock) < options.bridgeSeconds()) {
        observations.add(track.bridged(clock, options.bridgeSeconds()));
      } else {
        tracks.remove(track);
      }
    }
    observations.sort(Comparator.comparingInt(FaceObservation::id));
    return observations;
  }

  /** Looks for every followed face where it was last; returns those not there any more. */
  private List<FaceTrack> follow(Mat rgb, List<FaceObservation> observations) {
    List<FaceTrack> lost = new ArrayList<>();
    for (Iterator<FaceTrack> each = tracks.iterator(); each.hasNext(); ) {
      FaceTrack track = each.next();
      AttentionMesh.Estimate estimate = mesh.estimate(rgb, track.region());
      if (estimate.presence() < MIN_PRESENCE) {
        lost.add(track);
      } else if (known(FaceBox.of(estimate.vertices()), observations)) {
        each.remove();
      } else {
        observations.add(track.seen(estimate, clock));
      }
    }
    return lost;
  }

  /** Finds lost faces again and new ones; those found are taken out of {@code lost}. */
  private void search(Mat rgb, List<FaceTrack> lost, List<FaceObservation> observations) {
    List<AttentionMesh.Estimate> found = confirmed(rgb, detector.detect(rgb), false, observations);
    for (FaceTrack track : lost) {
      if (found.isEmpty()) {
        found = confirmed(rgb, detector.detectNear(rgb, track.box()), true, observations);
      }
    }
    // Closer looks are many runs of the detector: in a clip without faces only now and then.
    if (found.isEmpty() && tracks.isEmpty() && clock - lastThoroughSearch >= options.searchSeconds()) {
      lastThoroughSearch = clock;
      for (Supplier<List<FaceDetection>> look : detector.closerLooks(rgb)) {
        int before = found.size();
        for (AttentionMesh.Estimate estimate : confirmed(rgb, look.get(), true, observations)) {
          if (!overlapsAny(FaceBox.of(estimate.vertices()), found)) {
            found.add(estimate);
          }
        }
        boolean enough = found.size() >= options.maxFaces() || found.size() == before;
        if (!found.isEmpty() && enough) {
          break;
        }
      }
    }
    found.sort(Comparator.comparingDouble(estimate -> -FaceBox.of(estimate.vertices()).height()));
    for (AttentionMesh.Estimate estimate : found) {
      FaceBox box = FaceBox.of(estimate.vertices());
      if (known(box, observations)) {
        continue;
      }
      FaceTrack track = nearest(lost, box);
      if (track != null) {
        lost.remove(track);
        track.restart();
        observations.add(track.seen(estimate, clock));
      } else if (tracks.size() < options.maxFaces()) {
        tracks.add(new FaceTrack(nextId++, options.smoothing()));
        observations.add(tracks.get(tracks.size() - 1).seen(estimate, clock));
      }
    }
  }

  /** The detections in which the mesh sees a face too, fitted; doubtful ones must agree with it where the eyes are. */
  private List<AttentionMesh.Estimate> confirmed(
      Mat rgb, List<FaceDetection> detections, boolean doubtful, List<FaceObservation> observations) {
    List<AttentionMesh.Estimate> fitted = new ArrayList<>();
    for (FaceDetection detection : detections) {
      if (known(detection.box(), observations)) {
        continue;
      }
      // The detector's region is rough; looking again where the mesh was found is what following does, too.
      AttentionMesh.Estimate rough = mesh.estimate(rgb, RegionOfInterest.around(detection));
      AttentionMesh.Estimate estimate = mesh.estimate(rgb, RegionOfInterest.around(rough.vertices()));
      boolean sure =
          !doubtful
              || detection.score() > SURE_SCORE
              || detection.eyeOffset(estimate.vertices()) < MAX_EYE_OFFSET;
      if (sure && estimate.presence() >= MIN_PRESENCE) {
        fitted.add(estimate);
      }
    }
    return fitted;
  }

  private static boolean overlapsAny(FaceBox box, List<AttentionMesh.Estimate> estimates) {
    for (AttentionMesh.Estimate estimate : estimates) {
      if (FaceBox.of(estimate.vertices()).overlap(box) > SAME_FACE_OVERLAP) {
        return true;
      }
    }
    return false;
  }

  private static boolean known(FaceBox box, List<FaceObservation> observations) {
    for (FaceObservation observation : observations) {
      if (FaceBox.of(observation.vertices()).overlap(box) > SAME_FACE_OVERLAP) {
        return true;
      }
    }
    return false;
  }

  /** The lost face that could have got there: nearest, of like size, no further than its own width. */
  private static FaceTrack nearest(List<FaceTrack> lost, FaceBox box) {
    FaceTrack best = null;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (FaceTrack track : lost) {
      FaceBox last = track.box();
      double distance = Math.hypot(last.centerX() - box.centerX(), last.centerY() - box.centerY());
      double ratio = last.height() / box.height();
      if (distance < Math.min(bestDistance, 1.5 * last.width()) && ratio > 0.5 && ratio < 2) {
        best = track;
        bestDistance = distance;
      }
    }
    return best;
  }

  @Override
  public void reset() {
    tracks.clear();
    cuts.reset();
    nextId = 0;
    clock = Double.NaN;
    lastSearch = Double.NEGATIVE_INFINITY;
    lastThoroughSearch = Double.NEGATIVE_INFINITY;
  }

  @Override
  public FaceTopology topology() {
    return CanonicalFace.shipped().topology();
  }

  @Override
  public void close() {
    detector.close();
    mesh.close();
  }
}
