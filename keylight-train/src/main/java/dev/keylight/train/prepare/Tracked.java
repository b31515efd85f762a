package dev.keylight.train.prepare;

import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceObservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One person through one scene: a run of frames in which the tracker saw the same face. The tracker gives new ids after a
 * cut, so a run never crosses one.
 *
 * @param frames numbers of the video's frames, one after another
 * @param seconds of each
 * @param faces of each
 * @param sharpness of each
 */
record Tracked(List<Long> frames, List<Double> seconds, List<FaceObservation> faces, List<Double> sharpness) {
  static Tracked empty() {
    return new Tracked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  void add(long frame, double second, FaceObservation face, double sharp) {
    frames.add(frame);
    seconds.add(second);
    faces.add(face);
    sharpness.add(sharp);
  }

  int size() {
    return frames.size();
  }

  long last() {
    return frames.get(size() - 1);
  }

  float faceHeight() {
    return (float) median(faces.stream().mapToDouble(face -> FaceBox.of(face.vertices()).height()).toArray());
  }

  double medianSharpness() {
    return median(sharpness.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Every {@code every}-th frame, in parts of at most {@code most}; a short rest joins no part and is dropped. */
  List<Tracked> parts(int every, int fewest, int most) {
    Tracked thinned = empty();
    for (int i = 0; i < size(); i += every) {
      thinned.add(frames.get(i), seconds.get(i), faces.get(i), sharpness.get(i));
    }
    List<Tracked> parts = new ArrayList<>();
    for (int start = 0; start < thinned.size(); start += most) {
      int end = Math.min(thinned.size(), start + most);
      if (start == 0 || end - start >= fewest) {
        parts.add(new Tracked(thinned.frames.subList(start, end), thinned.seconds.subList(start, end),
            thinned.faces.subList(start, end), thinned.sharpness.subList(start, end)));
      }
    }
    return parts;
  }
}
