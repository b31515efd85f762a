package dev.keylight.lcvd.weights;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.DecaEncoder;
import dev.keylight.lcvd.detect.Fan;
import dev.keylight.lcvd.detect.S3fd;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.FlameModel;
import dev.keylight.lcvd.matte.U2Net;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.BatchNorm2d.Statistics;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.vae.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Whether a folder's networks are complete, of the right shapes, and made of numbers; one tensor in memory at a time. */
public final class Health {
  /**
   * One network's state.
   *
   * @param part what it is
   * @param problems what is wrong, one sentence each; empty when it is healthy
   */
  public record Finding(String part, List<String> problems) {}

  private Health() {}

  /** Looks at every network of a folder. */
  public static List<Finding> of(ModelFolder models) {
    List<Finding> findings = new ArrayList<>();
    findings.add(finding("UNet", () ->
        problems(models.unetFile(), declare(p -> new UNet(models.unetConfig(), p)))));
    for (Condition condition : Condition.values()) {
      findings.add(finding(condition.file(), () -> problems(models.adapterFile(condition),
          declare(p -> new Adapter(p, models.unetConfig().channels()[0])))));
    }
    findings.add(finding("autoencoder", () ->
        problems(models.autoencoderFile(), declare(p -> new Autoencoder(models.vaeConfig(), p)))));
    findings.add(finding("vision tower", () ->
        problems(models.visionTowerFile(), declare(p -> new VisionTower(models.clipConfig(), p)))));
    return findings;
  }

  /**
   * Looks at the networks of the face side, as far as they are there, and at FLAME's files.
   *
   * @return empty when none is there
   */
  public static List<Finding> of(FaceFolder files) {
    List<Finding> findings = new ArrayList<>();
    if (files.find(FaceFolder.DECA).isPresent()) {
      findings.add(finding("DECA", () -> problems(files.decaFile(), declare(p -> new DecaEncoder(p, DecaCode.LENGTH)))));
    }
    if (files.find(FaceFolder.FLAME).isPresent()) {
      findings.add(finding("FLAME", () -> problems(files.flame())));
      if (files.find(FaceRegion.TRIANGLES).isPresent() || files.find(FaceRegion.REGIONS).isPresent()) {
        findings.add(finding("FLAME's face region",
            () -> files.faceRegion(files.flame()).triangles().length > 0 ? List.of() : List.of("it is empty")));
      }
    }
    if (files.hasMatting()) {
      findings.add(finding("U²-Net", () -> problems(files.u2netFile(), declare(p -> new U2Net(p, Statistics.STORED)))));
    }
    if (files.find(FaceFolder.S3FD).isPresent()) {
      findings.add(finding("S³FD", () -> problems(files.s3fdFile(), declare(S3fd::new))));
    }
    if (files.find(FaceFolder.FAN).isPresent()) {
      findings.add(finding("FAN", () -> problems(files.fanFile(), declare(p -> new Fan(p, Fan.STACKS)))));
    }
    return findings;
  }

  private static List<String> problems(FlameModel model) {
    boolean finite = true;
    for (float[][] part : new float[][][] {{model.template(), model.weights()}, model.shape(), model.expression(),
        model.correctives(), model.regressor()}) {
      for (float[] numbers : part) {
        for (float number : numbers) {
          finite &= Float.isFinite(number);
        }
      }
    }
    return finite ? List.of() : List.of("it holds numbers that are infinite or not numbers");
  }

  private interface Look {
    List<String> problems();
  }

  private interface Network {
    void build(DeclaredParameters parameters);
  }

  private static Finding finding(String part, Look look) {
    try {
      return new Finding(part, look.problems());
    } catch (BadInputException e) {
      return new Finding(part, List.of(e.getMessage()));
    }
  }

  private static Map<String, long[]> declare(Network network) {
    DeclaredParameters declared = new DeclaredParameters();
    network.build(declared);
    return declared.shapes();
  }

  private static List<String> problems(Checkpoint file, Map<String, long[]> expected) {
    List<String> problems = new ArrayList<>();
    expected.forEach((name, shape) -> {
      TensorEntry entry = file.entry(name);
      if (entry == null) {
        problems.add("missing " + name);
      } else if (!Arrays.equals(entry.shape(), shape)) {
        problems.add(name + " has the shape " + Arrays.toString(entry.shape()) + " instead of " + Arrays.toString(shape));
      } else if (!finite(file, name)) {
        problems.add(name + " holds numbers that are infinite or not numbers");
      }
    });
    file.entries().stream().map(TensorEntry::name).filter(name -> !expected.containsKey(name))
        .forEach(name -> problems.add("extra " + name));
    return problems;
  }

  private static boolean finite(Checkpoint file, String name) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = file.tensor(name);
      return !tensor.is_floating_point() || tensor.isfinite().all().item_bool();
    }
  }
}
