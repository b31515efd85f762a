package dev.keylight.lcvd.preprocess;

import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.Deca;
import dev.keylight.lcvd.detect.FaceFinder;
import dev.keylight.lcvd.detect.MeshFinder;
import dev.keylight.lcvd.detect.PublishedFinder;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.model.FaceFolder;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Sees faces as the published preprocessing does: finds, crops, and asks DECA. Owns the networks; not thread safe. */
public final class FaceReader implements AutoCloseable {
  private final FaceFinder finder;
  private final Deca deca;
  private final Flame flame;
  private final FaceRegion region;

  private FaceReader(FaceFinder finder, Deca deca, Flame flame, FaceRegion region) {
    this.finder = finder;
    this.deca = deca;
    this.flame = flame;
    this.region = region;
  }

  /**
   * Opens DECA, FLAME and a detector.
   *
   * @param ownDetector whether Keylight's mesh finds the faces even where S³FD and FAN are there
   * @param notes told what stands in for a missing file
   * @throws dev.keylight.BadInputException when a file is missing or damaged
   */
  public static FaceReader open(FaceFolder files, boolean ownDetector, Consumer<String> notes) {
    Flame flame = new Flame(files.flame());
    FaceRegion region = files.faceRegion(flame.model());
    if (region.derived()) {
      notes.accept(FaceRegion.TRIANGLES + " is not there; the face's " + region.triangles().length / 3
          + " triangles were worked out from " + FaceRegion.REGIONS);
    }
    return open(files, flame, region, ownDetector, notes);
  }

  /** The same with FLAME read before. */
  static FaceReader open(FaceFolder files, Flame flame, FaceRegion region, boolean ownDetector, Consumer<String> notes) {
    Deca deca = new Deca(files.deca());
    try {
      return new FaceReader(finder(files, ownDetector, notes), deca, flame, region);
    } catch (RuntimeException e) {
      deca.close();
      throw e;
    }
  }

  private static FaceFinder finder(FaceFolder files, boolean ownDetector, Consumer<String> notes) {
    if (!ownDetector && files.hasDetector()) {
      return new PublishedFinder(files.s3fd(), files.fan());
    }
    if (!ownDetector) {
      notes.accept(FaceFolder.S3FD + " and " + FaceFolder.FAN + " are not both there; the built-in mesh finds the faces, so "
          + "crops differ a little from the published ones");
    }
    return new MeshFinder();
  }

  /** The foremost face; empty when none is found. */
  public Optional<Sighting> see(Mat rgb) {
    return finder.find(rgb).map(landmarks -> look(rgb, CropTransform.around(landmarks)));
  }

  /** What the published preprocessing does without a face: it looks at the whole picture. */
  public Sighting whole(Mat rgb) {
    return look(rgb, CropTransform.around(0, 0, rgb.rows() - 1.0, rgb.cols() - 1.0));
  }

  /** The face that was found otherwise, in a given square. */
  public Sighting look(Mat rgb, CropTransform crop) {
    return new Sighting(deca.look(rgb, crop), crop);
  }

  public Flame flame() {
    return flame;
  }

  public FaceRegion region() {
    return region;
  }

  @Override
  public void close() {
    finder.close();
    deca.close();
  }
}
