package dev.keylight.train.prepare;

import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is where in a video.
 *
 * @param runs every person's runs, in the order they begin
 * @param boxes all faces of each frame, by frame number
 * @param width of the video
 * @param height of the video
 * @param still whether it is one picture
 */
record Tracks(List<Tracked> runs, List<List<FaceBox>> boxes, int width, int height, boolean still) {
  static Tracks of(Path file, boolean stills) {
    try (FrameSource source = Media.open(file)) {
      boolean still = source.info().still();
      if (still && !stills) {
        return new Tracks(List.of(), List.of(), source.info().width(), source.info().height(), true);
      }
      try (FaceModel model = new MeshFaceModel(still ? TrackingOptions.still() : TrackingOptions.video())) {
        return follow(source, model);
      }
    }
  }

  private static Tracks follow(FrameSource source, FaceModel model) {
    List<Tracked> runs = new ArrayList<>();
    List<List<FaceBox>> boxes = new ArrayList<>();
    Map<Integer, Tracked> open = new HashMap<>();
    int width = 0;
    int height = 0;
    Frame next;
    while ((next = source.next()) != null) {
      try (Frame frame = next) {
        if (Thread.currentThread().isInterrupted()) {
          throw VideoPreparation.stopped();
        }
        width = frame.width();
        height = frame.height();
        List<FaceBox> here = new ArrayList<>();
        for (FaceObservation face : model.observe(frame)) {
          if (face.bridged()) {
            continue;
          }
          FaceBox box = FaceBox.of(face.vertices());
          here.add(box);
          Tracked run = open.get(face.id());
          if (run == null || run.last() != boxes.size() - 1) {
            run = Tracked.empty();
            runs.add(run);
            open.put(face.id(), run);
          }
          run.add(boxes.size(), frame.seconds(), face, Sharpness.of(frame.pixels(), box));
        }
        boxes.add(here);
      }
    }
    return new Tracks(runs, boxes, width, height, source.info().still());
  }

  /** Whether in more than a tenth of the run another face reaches into the square. */
  boolean crowded(Tracked run, CropSquare square) {
    int intrusions = 0;
    for (int i = 0; i < run.size(); i++) {
      FaceBox own = FaceBox.of(run.faces().get(i).vertices());
      for (FaceBox other : boxes.get(Math.toIntExact(run.frames().get(i)))) {
        if (own.overlap(other) < 0.99f && square.share(other) > 0.15f) {
          intrusions++;
          break;
        }
      }
    }
    return 10 * intrusions > run.size();
  }
}
