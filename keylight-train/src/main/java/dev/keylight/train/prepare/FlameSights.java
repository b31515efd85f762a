package dev.keylight.train.prepare;

import dev.keylight.face.FaceObservation;
import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.detect.MeshFinder;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.preprocess.FaceReader;
import dev.keylight.lcvd.preprocess.LandmarkReader;
import dev.keylight.lcvd.preprocess.Sighting;
import dev.keylight.media.Frame;
import dev.keylight.train.data.ClipWriter;
import dev.keylight.train.data.FlameSight;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.global.torch;

/**
 * Sees stored pictures as the published data sets were made (spec §8.1): each by itself, its face found by S³FD and FAN and
 * read by DECA, its own light on it, its landmarks found anew. Where they find no face, the tracked one is taken, whose
 * place is known; the published script dropped the whole video. Owns the networks; for one thread.
 */
final class FlameSights implements AutoCloseable {
  private final FaceReader reader;
  private final LandmarkReader landmarks = new LandmarkReader();
  private final int[] kept;

  private FlameSights(FaceReader reader) {
    this.reader = reader;
    this.kept = reader.region().vertices();
  }

  /** @throws dev.keylight.BadInputException when a file is missing or damaged */
  static FlameSights open(FlameFiles files) {
    return new FlameSights(FaceReader.open(new FaceFolder(Path.of(files.weights())), files.ownDetector(), note -> {}));
  }

  /**
   * Tells apart what would see: another state of the code or of a file has another identity.
   *
   * @throws dev.keylight.BadInputException when a file is missing
   */
  static String identity(FlameFiles files) {
    StringBuilder all = new StringBuilder(CodeFingerprint.of(CodeFingerprint.FLAME_PACKAGES, List.of(FaceReader.class), List.of(torch.class)));
    for (Path file : new FaceFolder(Path.of(files.weights())).filesForFaces(files.ownDetector())) {
      all.append(' ').append(file.getFileName()).append(' ').append(VideoPreparation.contentHash(file));
    }
    return CodeFingerprint.digest(all.toString());
  }

  /** Readies a clip for what will be seen. */
  void announce(ClipWriter clip, int meshVertices) {
    clip.withFlame(kept.length, reader.region().renumbered(), meshVertices);
  }

  /** @param tracked the face in the picture's pixels */
  FlameSight see(Frame picture, FaceObservation tracked) {
    Mat rgb = picture.pixels();
    Sighting seen = reader.see(rgb).orElseGet(() -> reader.look(rgb, CropTransform.around(MeshFinder.landmarks(tracked))));
    return FlameSight.of(reader.flame(), kept, seen, landmarks.find(rgb).orElse(tracked.vertices()));
  }

  @Override
  public void close() {
    landmarks.close();
    reader.close();
  }
}
