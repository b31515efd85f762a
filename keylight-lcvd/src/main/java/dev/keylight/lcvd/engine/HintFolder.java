package dev.keylight.lcvd.engine;

import dev.keylight.KeylightException;
import dev.keylight.engine.Portrait;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.render.Panels;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The hints of one render in a folder of its own: sampling visits them once per step, and a clip may be too long for
 * memory. The reference and its matte are kept in the same place.
 */
final class HintFolder implements Panels, AutoCloseable {
  private final Path folder;
  private final int size;
  private int frames;

  /** Writes the reference and its matte. */
  HintFolder(Path folder, Square square, Portrait portrait) {
    this.folder = folder;
    this.size = square.size();
    try (Mat picture = portrait.frame().opaque()) {
      write(square.put(picture), file(Panel.REFERENCE, 0));
    }
    writeMatte(portrait.matte(), square::put, file(Panel.MASK, 0));
  }

  /** Writes a matte of 0..1 as a grey picture, changed by {@code fit}. */
  static void writeMatte(Mat matte, UnaryOperator<Mat> fit, Path file) {
    try (Mat levels = new Mat(); Mat rgb = new Mat()) {
      matte.convertTo(levels, opencv_core.CV_8UC1, 255, 0);
      opencv_imgproc.cvtColor(levels, rgb, opencv_imgproc.COLOR_GRAY2RGB);
      write(fit.apply(rgb), file);
    }
  }

  /** A new folder for one render. */
  static Path temporary() {
    try {
      return Files.createTempDirectory("keylight-lcvd");
    } catch (IOException e) {
      throw new KeylightException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static void write(Mat pixels, Path file) {
    try (Frame frame = Frame.still(pixels)) {
      Images.write(frame, file);
    }
  }

  /** Adds the next frame's shading hint, and closes it. */
  void add(Frame shading) {
    try (shading) {
      Images.write(shading, file(Panel.SHADING, frames++));
    }
  }

  private Path file(Panel panel, int frame) {
    return folder.resolve(panel.name().toLowerCase(Locale.ROOT) + String.format("-%06d.png", frame));
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Tensor read(int frame, Panel panel) {
    try (Frame picture = Images.read(file(panel, panel == Panel.SHADING ? frame : 0))) {
      return Scope.keep(() -> torch.from_blob(picture.pixels().data(), new long[] {size, size, 3},
          new TensorOptions(ScalarType.Byte)).to(ScalarType.Float).permute(2, 0, 1).unsqueeze(0).contiguous());
    }
  }

  /** {@inheritDoc} By content: the same render started again draws the same hints into another folder. */
  @Override
  public String fingerprint() {
    try (Stream<Path> files = Files.list(folder)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new KeylightException("the hints in " + folder + " cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    remove(folder);
  }

  /** Removes a folder and its files. */
  static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " could not be removed: " + e.getMessage(), e);
    }
  }
}
