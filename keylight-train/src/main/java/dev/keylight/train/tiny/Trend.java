package dev.keylight.train.tiny;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.compose.ContactSheet;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.light.Lamp;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The paper's two ablations (tables 4 and 5) on people the model never saw: what it makes of the reference alone, of the
 * shading alone and of both, and of more and more guidance, each from pure noise; and from the warp. Every picture is asked
 * for a strong light from one side; the light error is the distance between it and the light that is read off the result.
 * Pictures are written too, so that other measures (identity) can be taken of them.
 */
public final class Trend {
  private static final int LOOKS = 4;

  private final TinyConfig config;
  private final Path model;
  private final FaceTopology topology = FaceTopology.builtIn();

  /** @param model the trained folder */
  public Trend(TinyConfig config, Path model) {
    this.config = config;
    this.model = model;
  }

  /** One thing that is asked for. */
  private record Case(Clip clip, int source, PairMaker.Pair pair, SphericalHarmonics asked) {}

  /** Variants by name, in the order of the tables. */
  private static Map<String, TinyNetworks.Way> ways() {
    Map<String, TinyNetworks.Way> ways = new LinkedHashMap<>();
    ways.put("reference-only", new TinyNetworks.Way(1, false, true, 20, 12));
    ways.put("shading-only", new TinyNetworks.Way(1, true, false, 20, 12));
    for (int w : new int[] {1, 2, 4}) {
      ways.put("both-w" + w, new TinyNetworks.Way(w, true, true, 20, 12));
    }
    for (int w : new int[] {1, 2, 4}) {
      ways.put("warp-w" + w, new TinyNetworks.Way(w, true, true, 2, 8));
    }
    return ways;
  }

  /**
   * Renders and measures.
   *
   * @param folder for pictures, {@code trend.csv} and {@code sheet.png}
   * @return mean light error by variant
   */
  public Map<String, Double> run(Path folder, Progress progress) {
    Dataset data = Dataset.open(Path.of(config.data()));
    List<Clip> clips = new ArrayList<>();
    data.split(Dataset.VALIDATION).forEach(row -> clips.add(Clip.open(data.file(row))));
    try (TinyNetworks sampler = new TinyNetworks(new ModelFolder(model));
        FaceModel faces = new MeshFaceModel(TrackingOptions.still());
        ContactSheet sheet = new ContactSheet(ways().size() + 4, 128)) {
      Files.createDirectories(folder);
      Map<String, Double> sums = new LinkedHashMap<>();
      Map<String, Integer> counts = new LinkedHashMap<>();
      List<String> lines = new ArrayList<>(List.of("clip,case,variant,light_error"));
      List<Case> cases = cases(clips);
      for (int i = 0; i < cases.size() && !progress.cancelled(); i++) {
        Case asked = cases.get(i);
        String name = asked.clip.file().getFileName().toString().replace(".safetensors", "");
        ContactSheet.Row row = sheet.row(name, ways().size() + 4);
        Map<String, Frame> results = render(sampler, asked);
        row.accept(asked.pair.hint());
        results.values().forEach(row::accept);
        for (Map.Entry<String, Frame> result : results.entrySet()) {
          try (Frame frame = result.getValue()) {
            Images.write(frame, folder.resolve(String.format("%02d-%s.png", i, result.getKey())));
            double error = error(faces, frame, asked.asked);
            lines.add(String.format(Locale.ROOT, "%s,%d,%s,%.4f", name, i, result.getKey(), error));
            if (Double.isFinite(error)) {
              sums.merge(result.getKey(), error, Double::sum);
              counts.merge(result.getKey(), 1, Integer::sum);
            }
          }
        }
        progress.update(i + 1, cases.size());
      }
      Files.write(folder.resolve("trend.csv"), lines);
      sheet.write(folder.resolve("sheet.png"));
      sums.replaceAll((key, sum) -> sum / counts.get(key));
      return sums;
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    } finally {
      clips.forEach(Clip::close);
    }
  }

  private List<Case> cases(List<Clip> clips) {
    List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    PairMaker maker = new PairMaker(excerpts, 99);
    SplittableRandom random = new SplittableRandom(5);
    List<Case> cases = new ArrayList<>();
    for (int c = 0; c < clips.size(); c++) {
      for (int k = 0; k < Math.min(LOOKS, clips.get(c).frames()); k++) {
        PairMaker.Pair pair = maker.of(c, 1_000L * c + k);
        float azimuth = (random.nextBoolean() ? 1 : -1) * (40 + 30 * random.nextFloat());
        SphericalHarmonics asked = SphericalHarmonics.ambient(0.25f, 0.25f, 0.25f)
            .plus(Lamp.of(azimuth, 10 + 20 * random.nextFloat(), 0.9f, 0.3f).harmonics());
        cases.add(new Case(clips.get(c), pair.source(), maker.asked(pair, asked), asked));
      }
    }
    return cases;
  }

  private Map<String, Frame> render(TinyNetworks sampler, Case asked) {
    Map<String, Frame> results = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor warped = signed(asked.pair.reference());
      Tensor hint = Frames.tensor(asked.pair.hint()).div(new Scalar(255)).permute(2, 0, 1).unsqueeze(0);
      Tensor source = Latents.pixels(asked.clip.pictures().narrow(0, asked.source, 1));
      Tensor matte = asked.clip.mattes().narrow(0, asked.source, 1).unsqueeze(1).to(ScalarType.Float).div(new Scalar(255));
      Tensor background = sampler.encode(source).mul(Batch.elsewhere(matte, sampler.scale()));
      Tensor coded = sampler.encode(warped);
      Tensor decoded = sampler.decode(coded);
      TinyNetworks.Conditions conditions = new TinyNetworks.Conditions(background, hint, coded);
      results.put("source", frame(source));
      results.put("warp", frame(warped));
      results.put("autoencoder", frame(decoded));
      ways().forEach((name, way) -> {
        boolean fromWarp = name.startsWith("warp");
        Tensor made = sampler.decode(sampler.sample(conditions, way, fromWarp ? coded : null, 1));
        results.put(name, frame(fromWarp ? warped.add(made).sub(decoded) : made));
      });
    }
    return results;
  }

  private static Tensor signed(Frame frame) {
    return Frames.tensor(frame).div(new Scalar(127.5)).sub(new Scalar(1)).permute(2, 0, 1).unsqueeze(0);
  }

  private static Frame frame(Tensor picture) {
    Tensor bytes = picture.squeeze(0).permute(1, 2, 0).add(new Scalar(1)).mul(new Scalar(127.5)).round()
        .clamp_min(new Scalar(0)).clamp_max(new Scalar(255)).to(ScalarType.Byte).contiguous();
    Mat pixels = new Mat((int) bytes.size(0), (int) bytes.size(1), opencv_core.CV_8UC3);
    Pointer.memcpy(pixels.data(), new BytePointer(bytes.data_ptr()), bytes.nbytes());
    pixels.retainReference(); // outlives the scope of its tensors
    return Frame.still(pixels);
  }

  /** The distance of unit vectors, or no number where no face is found. */
  private double error(FaceModel faces, Frame frame, SphericalHarmonics asked) {
    List<FaceObservation> found = faces.observe(frame);
    return found.isEmpty() ? Double.NaN : new PhotoLight(topology).of(frame, found.get(0)).distance(asked);
  }
}
