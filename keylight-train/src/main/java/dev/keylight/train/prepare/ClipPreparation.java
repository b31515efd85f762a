package dev.keylight.train.prepare;

import dev.keylight.KeylightException;
import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.FollowedLight;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.TimedLight;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.train.data.ClipWriter;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One video to its clips: a function of the video and the options alone, which writes nothing but the clips' own files. It
 * looks at the video twice: first who is where, then the pictures of those who passed the gates. Holds one clip at a time.
 */
final class ClipPreparation {
  /** Width of the mean over neighbouring frames' lights, in seconds. */
  private static final double LIGHT_SIGMA = 0.12;

  private final PrepareOptions options;
  private final Path folder;
  private final ClipTools tools;

  /**
   * @param folder of the data set
   * @param tools stay the caller's
   */
  ClipPreparation(PrepareOptions options, Path folder, ClipTools tools) {
    this.options = options;
    this.folder = folder;
    this.tools = tools;
  }

  /**
   * What became of a video.
   *
   * @param rows its clips, and what was left out
   * @param faces numbers of the accepted clips' faces, see {@link Appraiser}, where there are any
   */
  record Prepared(List<ManifestRow> rows, Map<String, double[]> faces) {
    static Prepared rejected(String name, String source, String why) {
      return new Prepared(List.of(ManifestRow.rejected(name, source, why)), Map.of());
    }
  }

  /**
   * Prepares one video. Whatever is wrong with it becomes a row that says so.
   *
   * @throws CancellationException when the thread was interrupted
   * @param name of the clips; parts get numbers
   * @param source as it is to be called in the manifest
   */
  Prepared prepare(Path video, String name, String source) {
    List<ManifestRow> rows = new ArrayList<>();
    Map<String, double[]> faces = new HashMap<>();
    try {
      Tracks tracks = Tracks.of(video, options.stills());
      if (tracks.still() && !options.stills()) {
        return Prepared.rejected(name, source, "it is a picture, not a video (take pictures with --stills)");
      }
      Map<Integer, ManifestRow> accepted = new HashMap<>();
      List<Tracked> parts = new ArrayList<>();
      for (Tracked run : tracks.runs()) {
        for (Tracked part : run.parts(options.every(), options.fewestFrames(), options.mostFrames())) {
          ManifestRow row = judged(part, tracks, name + "-" + rows.size(), source);
          if (row.accepted()) {
            accepted.put(rows.size(), row);
          }
          rows.add(row);
          parts.add(part);
        }
      }
      for (int i : accepted.keySet().stream().sorted().toList()) {
        rows.set(i, write(video, parts.get(i), rows.get(i), faces));
      }
    } catch (CancellationException e) {
      throw e;
    } catch (KeylightException e) {
      return Prepared.rejected(name, source, e.getMessage());
    } catch (RuntimeException e) { // a defect met by one clip among thousands must not stop the others
      return Prepared.rejected(name, source, "a defect in Keylight: " + e);
    }
    return rows.isEmpty() ? Prepared.rejected(name, source, "it shows no face") : new Prepared(rows, faces);
  }

  private ManifestRow judged(Tracked part, Tracks tracks, String clip, String source) {
    CropSquare square = CropSquare.around(part.faces(), tracks.width(), tracks.height());
    ManifestRow row = new ManifestRow(clip, source, null, part.size(), part.seconds().get(0),
        part.seconds().get(part.size() - 1), part.faceHeight(), part.medianSharpness(), square.x(), square.y(),
        square.side(), null, options.flame() == null ? ManifestRow.MESH : ManifestRow.DECA, -1, null);
    if (part.size() < options.fewestFrames() && !tracks.still()) {
      return row.withRejection("the face is in view for " + part.size() + " frames, " + options.fewestFrames() + " are needed");
    }
    if (part.faceHeight() < options.smallestFace()) {
      return row.withRejection("the face is " + Math.round(part.faceHeight()) + " pixels high, "
          + Math.round(options.smallestFace()) + " are needed");
    }
    if (part.medianSharpness() < options.leastSharpness()) {
      return row.withRejection(String.format("the face is blurred: sharpness %.1f, %.1f is needed",
          part.medianSharpness(), options.leastSharpness()));
    }
    if (tracks.crowded(part, square)) {
      return row.withRejection("another face is in the square around this one");
    }
    return row;
  }

  /** Writes the clip unless its pictures are too bad; returns its row. */
  private ManifestRow write(Path video, Tracked part, ManifestRow row, Map<String, double[]> faces) {
    CropSquare square = new CropSquare(row.cropX(), row.cropY(), row.cropSide());
    PhotoLight photoLight = new PhotoLight(FaceTopology.builtIn());
    List<TimedLight> lights = new ArrayList<>();
    tools.mattes().reset();
    try (FrameSource source = Media.open(video); Appraiser.Appraisal appraisal = tools.judge().begin(part.size());
        ClipWriter clip = new ClipWriter(options.side(), part.size(), FaceLandmarks.COUNT)) {
      if (tools.flame() != null) {
        tools.flame().announce(clip, FaceLandmarks.COUNT);
      }
      for (long number = 0; clip.frames() < part.size(); number++) {
        if (Thread.currentThread().isInterrupted()) {
          throw VideoPreparation.stopped();
        }
        try (Frame frame = source.next()) {
          if (number != part.frames().get(clip.frames())) {
            continue;
          }
          int i = clip.frames();
          try (Frame cut = square.cut(frame, options.side())) {
            appraisal.look(cut);
            FaceObservation face = square.cut(part.faces().get(i), options.side());
            PhotoLight.Estimate light = photoLight.estimate(cut, face);
            lights.add(new TimedLight(part.seconds().get(i), light.light(), Math.max(1e-3f, light.support())));
            try (Mat matte = tools.mattes().next(cut, face)) {
              clip.add(cut, face, matte, light.light());
            }
            if (tools.flame() != null) {
              clip.flame(tools.flame().see(cut, face));
            }
          }
        }
      }
      double quality = appraisal.quality();
      ManifestRow judged = row.withQuality(quality);
      String against = options.quality().against(quality);
      if (against != null) {
        return judged.withRejection(against);
      }
      double[] person = appraisal.person();
      if (person != null) {
        faces.put(row.clip(), person);
      }
      FollowedLight followed = new FollowedLight(lights.iterator(), LIGHT_SIGMA);
      for (int i = 0; i < lights.size(); i++) {
        clip.light(i, followed.at(part.seconds().get(i)));
      }
      clip.write(Dataset.file(folder, row.clip()));
      return judged;
    }
  }
}
