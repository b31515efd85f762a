package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.face.FaceObservation;
import java.util.List;

/** Which of the faces on a picture is meant. */
final class Faces {
  private Faces() {}

  /**
   * @param name of the picture, for messages
   * @param wanted 0 for the largest
   * @throws BadInputException when there is no such face
   */
  static FaceObservation choose(String name, List<FaceObservation> faces, int wanted, Progress progress) {
    if (faces.isEmpty()) {
      throw new BadInputException(
          name + " shows no face that can be found; use a picture in which one looks roughly towards the camera");
    }
    if (wanted >= faces.size()) {
      throw new BadInputException(
          name + " shows " + (faces.size() == 1 ? "one face" : faces.size() + " faces") + ", and face " + wanted
              + " was asked for; they are counted from 0");
    }
    if (faces.size() > 1) {
      progress.note(
          name + " shows " + faces.size() + " faces; face " + wanted + (wanted == 0 ? ", the largest," : "")
              + " is used, choose with --face");
    }
    return faces.get(wanted);
  }
}
