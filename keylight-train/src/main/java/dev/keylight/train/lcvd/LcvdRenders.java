package dev.keylight.train.lcvd;

import dev.keylight.KeylightException;
import dev.keylight.compose.ContactSheet;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.NoiseSchedule;
import dev.keylight.lcvd.sampler.Sampler;
import dev.keylight.lcvd.sampler.Solver.Stepped;
import dev.keylight.media.Frame;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.ClipMaps;
import dev.keylight.train.data.Frames;
import dev.keylight.train.objective.ConditionDropping.Kept;
import dev.keylight.train.validation.ValidationClips;
import dev.keylight.train.validation.ValidationScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the full model makes of a few people it never saw, while it is trained, with the networks that are being trained: each
 * moved as in their own clip, under the light of the next. Always of the same and from the same noise: a sheet
 * {@code step-N.png}, and two rows of {@code validation.csv}, the portrait as it is and the render.
 */
final class LcvdRenders {
  private static final int PEOPLE = 4;
  private static final int MOST_FRAMES = 8;
  private static final int SHOWN = 3;
  private static final int CELL = 192;
  private static final String PORTRAIT = "portrait";
  private static final String HINT = "hint";
  private static final String WAY = "lcvd";

  /** As the engine renders (spec §6), with fewer looks. */
  private static final String SAMPLER = "euler";
  private static final int LOOKS = 10;
  private static final float GUIDANCE = 4.5f;
  private static final double CONDITION_SIGMA = 0.02;
  private static final Kept FULL = new Kept(false, true, true);
  private static final Kept REDUCED = new Kept(false, false, true);

  private final Path data;
  private final Path folder;
  private final int frames;
  private final ModelFolder models;
  private final LcvdNetworks networks;
  private final Encoders encoders;

  /**
   * @param data the prepared folder
   * @param folder for sheets and numbers
   * @param frames of a training sequence; no more are rendered at once
   */
  LcvdRenders(Path data, Path folder, int frames, ModelFolder models, LcvdNetworks networks, Encoders encoders) {
    this.data = data;
    this.folder = folder;
    this.frames = Math.min(frames, MOST_FRAMES);
    this.models = models;
    this.networks = networks;
    this.encoders = encoders;
  }

  /** Renders with the weights as they are, without gradients: so it must be called. */
  void render(long step) {
    try (ValidationClips people = new ValidationClips(data, PEOPLE); ValidationScores scores = new ValidationScores();
        ContactSheet sheet = new ContactSheet(SHOWN + 2, CELL)) {
      if (people.all().isEmpty()) {
        return;
      }
      Files.createDirectories(folder);
      for (int i = 0; i < people.all().size(); i++) {
        render(people.all(), i, sheet, scores);
      }
      sheet.write(folder.resolve(String.format(Locale.ROOT, "step-%09d.png", step)));
      scores.write(folder.resolve("validation.csv"), step);
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void render(List<Clip> people, int person, ContactSheet sheet, ValidationScores scores) {
    Clip lit = light(people, person);
    ContactSheet.Row row = sheet.row(ValidationClips.name(people.get(person)), SHOWN + 2);
    double[] face = null;
    for (Map.Entry<String, Frame> picture : pictures(people.get(person), lit, person).entrySet()) {
      try (Frame frame = picture.getValue()) {
        row.accept(frame);
        String name = picture.getKey();
        if (name.equals(PORTRAIT)) {
          face = scores.person(frame);
        }
        if (!name.equals(HINT)) {
          scores.add(name.equals(PORTRAIT) ? PORTRAIT : WAY, frame, lit.light(0), face);
        }
      }
    }
  }

  /** Portrait, last hint and some frames of the render, in the order of the sheet, the caller's. */
  private Map<String, Frame> pictures(Clip clip, Clip lit, long seed) {
    int[] indices = IntStream.range(0, frames).map(i -> i * (clip.frames() - 1) / Math.max(1, frames - 1)).toArray();
    Map<String, Frame> pictures = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope();
        DrawnSequence sequence = DrawnSequence.of(new Sequence(clip, indices), new SplittableRandom(seed))) {
      Generator generator = torch.make_generator_cpu(seed);
      Example own = encoders.encode(sequence, CONDITION_SIGMA, generator);
      Tensor hints = hints(clip, lit, indices);
      Tensor noise = encoders.here(torch.randn(own.clean().shape(), new GeneratorOptional(generator),
          new TensorOptions(ScalarType.Float)));
      Tensor results = encoders.decode(sampled(own.withShading(encoders.here(hints)), noise));
      pictures.put(PORTRAIT, Frames.frame(own.reference()));
      pictures.put(HINT, Frames.frame(hints.select(0, frames - 1).mul(new Scalar(2)).sub(new Scalar(1))));
      for (int k = 1; k <= SHOWN; k++) {
        pictures.put(WAY + k, Frames.frame(results.select(0, (long) k * (frames - 1) / SHOWN)));
      }
    }
    return pictures;
  }

  /** The next of the people whose light is described as this one's is; one who is alone keeps their own. */
  private static Clip light(List<Clip> people, int person) {
    for (int i = 1; i < people.size(); i++) {
      Clip other = people.get((person + i) % people.size());
      if (other.hasFlame() == people.get(person).hasFlame()) {
        return other;
      }
    }
    return people.get(person);
  }

  /** The reference under its own light, the other frames under the other clip's: {@code [frames, 3, side, side]} in 0..1. */
  private static Tensor hints(Clip clip, Clip lit, int[] indices) {
    return Scope.keep(() -> {
      ClipMaps maps = new ClipMaps(clip);
      Tensor[] rows = new Tensor[indices.length];
      for (int i = 0; i < rows.length; i++) {
        try (Frame hint = i == 0 ? maps.shading(indices[i]) : maps.shading(indices[i], lit, 0)) {
          rows[i] = Frames.tensor(hint);
        }
      }
      return torch.stack(new TensorVector(rows), 0).div(new Scalar(255)).permute(0, 3, 1, 2).contiguous();
    });
  }

  /** From noise to latents under guidance (paper, equation 6). */
  private Tensor sampled(Example example, Tensor noise) {
    Sampler sampler = models.sampler(SAMPLER, LOOKS, 0);
    NoiseSchedule schedule = sampler.schedule();
    return Scope.keep(() -> {
      Tensor latents = noise.mul(new Scalar((double) schedule.initialNoise()));
      for (int step = 0; step < schedule.steps(); step++) {
        Tensor noisy = latents.div(new Scalar((double) schedule.inputScale(step)));
        double sigma = schedule.told()[step];
        Tensor v = Scope.keep(() -> Guidance.combine(
            networks.predict(noisy, example, new Chance(sigma, CONDITION_SIGMA, null, FULL, true, true)),
            networks.predict(noisy, example, new Chance(sigma, CONDITION_SIGMA, null, REDUCED, false, true)), GUIDANCE)
            .to(ScalarType.Float));
        Stepped stepped = sampler.solver().step(step, latents, v, null);
        latents = stepped.latents();
      }
      return latents;
    });
  }
}
