package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.compose.ContactSheet;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the autoencoder makes of people it never saw, as they are and before saturated backgrounds of one colour. Always the same
 * pictures for the same data.
 */
public final class Reconstruction {
  /** Pictures of a clip, evenly spread. */
  private static final int LOOKS = 4;

  /** Of the backgrounds, sRGB: fully saturated, bright and dark. */
  private static final int[][] COLOURS = {
    {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 0}, {0, 255, 255}, {255, 0, 255}, {255, 128, 0}, {128, 0, 255}, {0, 96, 0}, {96, 0, 0}
  };

  private final TinyConfig config;
  private final Path model;

  /**
   * One picture and what became of it.
   *
   * @param name of the files, see {@link #run}
   * @param coloured whether its background was replaced
   * @param psnr in dB, over the whole picture
   * @param backgroundError mean distance of the background's colour, in 8-bit levels; NaN where there is no background
   * @param sharpness variance of the Laplacian of the grey picture, as a share of the original's
   */
  public record Row(String name, boolean coloured, double psnr, double backgroundError, double sharpness) {}

  /** @param model the trained folder, of which only the autoencoder is used */
  public Reconstruction(TinyConfig config, Path model) {
    this.config = config;
    this.model = model;
  }

  /**
   * Codes and decodes.
   *
   * @param folder for {@code NAME.png}, {@code NAME-decoded.png}, {@code reconstruction.csv} and {@code sheet.png}
   */
  public List<Row> run(Path folder, Progress progress) {
    Dataset data = Dataset.open(Path.of(config.data()));
    List<Clip> clips = new ArrayList<>();
    data.split(Dataset.VALIDATION).forEach(row -> clips.add(Clip.open(data.file(row))));
    List<Row> rows = new ArrayList<>();
    try (NoGradGuard guard = new NoGradGuard();
        LoadedParameters loaded = new LoadedParameters(
            Checkpoint.open(new TinyFolder(model).autoencoder()), ScalarType.Float, new Device(new BytePointer("cpu")));
        ContactSheet sheet = new ContactSheet(4, 256)) {
      Files.createDirectories(folder);
      Autoencoder autoencoder = new Autoencoder(config.autoencoder().sizes(), loaded);
      loaded.finish();
      for (int c = 0; c < clips.size() && !progress.cancelled(); c++) {
        Clip clip = clips.get(c);
        int looks = Math.min(LOOKS, clip.frames());
        for (int k = 0; k < looks; k++) {
          int frame = k * clip.frames() / looks;
          ContactSheet.Row row = sheet.row(clip.file().getFileName().toString().replace(".safetensors", ""), 4);
          for (boolean coloured : new boolean[] {false, true}) {
            String name = String.format(Locale.ROOT, "%02d-%d-%s", c, k, coloured ? "coloured" : "plain");
            Seen seen = look(name, clip, frame, coloured ? COLOURS[rows.size() / 2 % COLOURS.length] : null, autoencoder);
            rows.add(seen.row);
            try (Frame original = seen.original; Frame decoded = seen.decoded) {
              Images.write(original, folder.resolve(name + ".png"));
              Images.write(decoded, folder.resolve(name + "-decoded.png"));
              row.accept(original);
              row.accept(decoded);
            }
          }
        }
        progress.update(c + 1, clips.size());
      }
      sheet.write(folder.resolve("sheet.png"));
      List<String> lines = new ArrayList<>(List.of("picture,coloured,psnr,background_error,sharpness"));
      rows.forEach(row -> lines.add(String.format(Locale.ROOT, "%s,%b,%.3f,%.2f,%.4f", row.name, row.coloured, row.psnr,
          row.backgroundError, row.sharpness)));
      Files.write(folder.resolve("reconstruction.csv"), lines);
      return rows;
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    } finally {
      clips.forEach(Clip::close);
    }
  }

  private record Seen(Row row, Frame original, Frame decoded) {}

  /** @param colour of the background, null to leave it */
  private static Seen look(String name, Clip clip, int index, int[] colour, Autoencoder autoencoder) {
    try (PointerScope scope = new PointerScope()) {
      Tensor original = clip.pictures().narrow(0, index, 1).to(ScalarType.Float);
      Tensor matte = clip.mattes().narrow(0, index, 1).unsqueeze(3).to(ScalarType.Float).div(new Scalar(255));
      if (colour != null) {
        original = torch.lerp(Tensor.create(new float[] {colour[0], colour[1], colour[2]}, 1, 1, 1, 3), original, matte).round();
      }
      Tensor decoded = autoencoder.decode(autoencoder.encodeMode(Latents.pixels(original))).permute(0, 2, 3, 1)
          .add(new Scalar(1)).mul(new Scalar(127.5)).round().clamp_min(new Scalar(0)).clamp_max(new Scalar(255));
      Tensor difference = decoded.sub(original);
      double psnr = 20 * Math.log10(255 / Math.sqrt(Math.max(1e-9, difference.square().mean().item_double())));
      Tensor behind = matte.le(new Scalar(0.01)).to(ScalarType.Float);
      double error = difference.abs().mean(3).mul(behind.squeeze(3)).sum().item_double() / behind.sum().item_double();
      Row row = new Row(name, colour != null, psnr, error, detail(decoded) / detail(original));
      return new Seen(row, frame(original), frame(decoded));
    }
  }

  /** The variance of the Laplacian of the grey values. */
  private static double detail(Tensor picture) {
    Tensor grey = picture.matmul(Tensor.create(0.299f, 0.587f, 0.114f)).unsqueeze(0);
    Tensor kernel = Tensor.create(0f, 1f, 0f, 1f, -4f, 1f, 0f, 1f, 0f).view(1, 1, 3, 3);
    return torch.conv2d(grey, kernel, new TensorOptional(), new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1).var().item_double();
  }

  private static Frame frame(Tensor picture) {
    Tensor bytes = picture.squeeze(0).to(ScalarType.Byte).contiguous();
    Mat pixels = new Mat((int) bytes.size(0), (int) bytes.size(1), opencv_core.CV_8UC3);
    Pointer.memcpy(pixels.data(), new BytePointer(bytes.data_ptr()), bytes.nbytes());
    pixels.retainReference(); // outlives the scope of its tensors
    return Frame.still(pixels);
  }
}
