package dev.keylight.lcvd.model;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.DecaEncoder;
import dev.keylight.lcvd.detect.Fan;
import dev.keylight.lcvd.detect.S3fd;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.FlameModel;
import dev.keylight.lcvd.matte.PersonMatte;
import dev.keylight.lcvd.matte.U2Net;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The files of the published preprocessing: DECA and FLAME, U²-Net, S³FD and FAN. Each is looked for in the places users
 * have them in: as the hub delivers them, beside a checkout of the published code, and where that code's own downloads go.
 * Everything computes in float32 on the processor.
 */
public final class FaceFolder {
  public static final String FLAME = "generic_model.pkl";
  public static final String DECA = "deca_model.tar";
  public static final String U2NET = "u2net_human_seg.pth";
  public static final String S3FD = "s3fd-619a316812.pth";
  public static final String FAN = "2DFAN4-cd938726ad.zip";
  public static final String LANDMARKS = "landmark_embedding.npy";

  private static final String[] ENDINGS = {".safetensors", ".pth", ".tar", ".bin"};

  private final List<Path> places;

  /** @param weights the folder of the published weights */
  public FaceFolder(Path weights) {
    Path code = weights.toAbsolutePath().normalize().resolveSibling("src");
    places = List.of(weights.resolve("relipa/data"), weights.resolve("data"), weights.resolve("relipa"), weights,
        weights.resolve("face_alignment"), code.resolve("decalib/data"), code.resolve("facematting"),
        Path.of(System.getProperty("user.home"), ".cache", "torch", "hub", "checkpoints"));
  }

  /** Where a file is, as published or converted to safetensors. */
  public Optional<Path> find(String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    for (Path place : places) {
      List<Path> candidates = new ArrayList<>(List.of(place.resolve(name)));
      for (String ending : name.matches(".*\\.(pkl|npy)") ? new String[0] : ENDINGS) {
        candidates.add(place.resolve(stem + ending));
      }
      for (Path candidate : candidates) {
        if (Files.isRegularFile(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private Path need(String name) {
    return find(name).orElseThrow(() -> new BadInputException(name + " is in none of " + places
        + "; keylight weights list says where it comes from"));
  }

  /** What DECA and FLAME lack; empty when faces can be read with them. */
  public List<String> missingForFaces() {
    List<String> missing = new ArrayList<>();
    for (String name : new String[] {DECA, FLAME}) {
      if (find(name).isEmpty()) {
        missing.add(name);
      }
    }
    if (find(FaceRegion.TRIANGLES).isEmpty() && find(FaceRegion.REGIONS).isEmpty()) {
      missing.add(FaceRegion.REGIONS);
    }
    return missing;
  }

  /**
   * The files that decide what DECA and FLAME see, in a fixed order.
   *
   * @param ownDetector whether Keylight's mesh finds the faces even where S³FD and FAN are there
   * @throws BadInputException when one is missing
   */
  public List<Path> filesForFaces(boolean ownDetector) {
    List<Path> files = new ArrayList<>(List.of(need(DECA), need(FLAME), regionFile()));
    if (!ownDetector && hasDetector()) {
      files.addAll(List.of(need(S3FD), need(FAN)));
    }
    return files;
  }

  private Path regionFile() {
    return find(FaceRegion.TRIANGLES).orElseGet(() -> need(FaceRegion.REGIONS));
  }

  /** Tells sets of files apart without reading them: names and sizes of those that are there. */
  public String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (String name : new String[] {DECA, FLAME, FaceRegion.TRIANGLES, FaceRegion.REGIONS, U2NET, S3FD, FAN}) {
      find(name).ifPresent(file -> all.append(name).append('=').append(file.toFile().length()).append(' '));
    }
    return Integer.toHexString(all.toString().hashCode());
  }

  /** Whether the published detector and its landmarks are there. */
  public boolean hasDetector() {
    return find(S3FD).isPresent() && find(FAN).isPresent();
  }

  /** Whether the published matting is there. */
  public boolean hasMatting() {
    return find(U2NET).isPresent();
  }

  public FlameModel flame() {
    return FlameModel.read(need(FLAME), FlameModel.Basis.DECA);
  }

  public FaceRegion faceRegion(FlameModel model) {
    return FaceRegion.read(regionFile().getParent(), model);
  }

  /** DECA's coarse encoder out of the file with all its networks. */
  public Checkpoint decaFile() {
    return decaFile(need(DECA));
  }

  /**
   * The same out of a given file.
   *
   * @throws BadInputException if it is not DECA's
   */
  public static Checkpoint decaFile(Path file) {
    Checkpoint all = Checkpoint.open(file);
    Checkpoint coarse = all.part(DecaEncoder.PART);
    if (coarse.entries().isEmpty()) {
      throw new BadInputException(all.path() + " has no part " + DecaEncoder.PART + "; it is not DECA's, download it again");
    }
    return coarse;
  }

  public Checkpoint u2netFile() {
    return Checkpoint.open(need(U2NET));
  }

  public Checkpoint s3fdFile() {
    return Checkpoint.open(need(S3FD));
  }

  public Checkpoint fanFile() {
    return Checkpoint.open(need(FAN));
  }

  public Loaded<DecaEncoder> deca() {
    return deca(decaFile());
  }

  /** DECA's coarse encoder, opened. */
  public static Loaded<DecaEncoder> deca(Checkpoint encoder) {
    return Loaded.open(encoder, ScalarType.Float, cpu(), p -> new DecaEncoder(p, DecaCode.LENGTH));
  }

  public Loaded<U2Net> u2net(PersonMatte.Use use) {
    return Loaded.open(u2netFile(), ScalarType.Float, cpu(), p -> new U2Net(p, use.statistics()));
  }

  public Loaded<S3fd> s3fd() {
    return Loaded.open(s3fdFile(), ScalarType.Float, cpu(), S3fd::new);
  }

  public Loaded<Fan> fan() {
    return Loaded.open(fanFile(), ScalarType.Float, cpu(), p -> new Fan(p, Fan.STACKS));
  }

  private static Device cpu() {
    return new Device(new BytePointer("cpu"));
  }
}
