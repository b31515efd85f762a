package dev.keylight.lcvd.preprocess;

import dev.keylight.KeylightException;
import dev.keylight.engine.Perception;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.matte.PersonMatte;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures read as the published model expects: DECA and FLAME for faces and light, U²-Net for the matte. */
public final class DecaPerception implements Perception {
  private final FaceFolder files;
  private final PreprocessOptions options;
  private final Consumer<String> notes;
  private Flame flame;
  private FaceRegion region;
  private PortraitMatte builtIn;

  private DecaPerception(FaceFolder files, PreprocessOptions options, Consumer<String> notes) {
    this.files = files;
    this.options = options;
    this.notes = notes;
  }

  /**
   * DECA's perception where the files are there; else nothing, said aloud.
   *
   * @param notes told what stands in for missing files
   */
  public static Optional<Perception> open(FaceFolder files, PreprocessOptions options, Consumer<String> notes) {
    List<String> missing = files.missingForFaces();
    if (!missing.isEmpty()) {
      notes.accept("the built-in mesh supplies the hints, as " + String.join(" and ", missing) + " are not among the weights");
      return Optional.empty();
    }
    return Optional.of(new DecaPerception(files, options, notes));
  }

  /** A model of its own: detectors remember; FLAME's numbers are shared. */
  private DecaFaceModel model() {
    FaceReader reader = flame == null ? FaceReader.open(files, options.ownDetector(), notes)
        : FaceReader.open(files, flame, region, options.ownDetector(), said -> {});
    flame = reader.flame();
    region = reader.region();
    return new DecaFaceModel(reader);
  }

  @Override
  public synchronized FaceModel faces(TrackingOptions tracking) {
    return model();
  }

  @Override
  public synchronized Mat matte(Frame frame, FaceObservation face) {
    if (!files.hasMatting()) {
      builtIn = builtIn == null ? new PortraitMatte() : builtIn;
      return builtIn.of(frame, face);
    }
    try (PersonMatte person = new PersonMatte(files.u2net(options.matting()), options.matting());
        Mat rgb = frame.opaque(); Mat levels = person.of(rgb)) {
      Mat matte = new Mat();
      levels.convertTo(matte, opencv_core.CV_32F, 1 / 255.0, 0);
      return matte;
    }
  }

  @Override
  public synchronized SphericalHarmonics light(Frame frame, FaceObservation face) {
    try (DecaFaceModel model = model()) {
      return model.look(frame).map(DecaCode::light)
          .orElseThrow(() -> new KeylightException("the face whose light was asked for was not found again"));
    }
  }

  @Override
  public void close() {
    if (builtIn != null) {
      builtIn.close();
    }
  }
}
