package dev.keylight.train.tiny;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.tiny.TinyHint;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.light.Lamp;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Frames;
import dev.keylight.train.validation.ValidationClips;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a model is tried on: people it never saw, moved, under a random light, and asked for a strong light from one side. Always
 * the same for the same clips.
 */
final class Trials {
  private final List<Clip> clips;
  private final FaceTopology topology = FaceTopology.builtIn();

  /** @param clips they stay the caller's */
  Trials(List<Clip> clips) {
    this.clips = clips;
  }

  /** One thing that is asked for. */
  record Trial(Clip clip, int source, PairMaker.Pair pair, SphericalHarmonics asked) {
    /** The clip's. */
    String name() {
      return ValidationClips.name(clip);
    }

    /** The shading that is asked for, the trial's own. */
    Frame hint() {
      return pair.hint();
    }

    void close() {
      pair.hint().close();
      pair.reference().close();
    }
  }

  /** @param looks of each clip, at most one a frame */
  List<Trial> draw(int looks) {
    List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    PairMaker maker = new PairMaker(excerpts, 99);
    SplittableRandom random = new SplittableRandom(5);
    List<Trial> trials = new ArrayList<>();
    for (int c = 0; c < clips.size(); c++) {
      for (int k = 0; k < Math.min(looks, clips.get(c).frames()); k++) {
        PairMaker.Pair pair = maker.of(c, 1_000L * c + k);
        float azimuth = (random.nextBoolean() ? 1 : -1) * (40 + 30 * random.nextFloat());
        SphericalHarmonics asked = SphericalHarmonics.ambient(0.1f, 0.1f, 0.1f)
            .plus(Lamp.of(azimuth, 10 + 20 * random.nextFloat(), 0.9f, 0.3f).harmonics());
        trials.add(new Trial(clips.get(c), pair.source(), maker.asked(pair, asked), asked));
      }
    }
    return trials;
  }

  /**
   * Renders one trial.
   *
   * @param ways by name; those whose name begins with {@code warp} start from the warp, those with {@code relit} change its
   *     light as the engine does (see {@link TinyNetworks#relit}), the others start from noise
   * @return pictures by name, the caller's: {@code source}, {@code warp}, {@code autoencoder} and the ways'
   */
  Map<String, Frame> render(TinyNetworks sampler, Trial trial, Map<String, TinyNetworks.Way> ways) {
    Map<String, Frame> results = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor warped = signed(trial.pair.reference());
      Tensor hint = Frames.tensor(trial.pair.hint()).div(new Scalar(255)).permute(2, 0, 1).unsqueeze(0);
      Tensor source = Latents.pixels(trial.clip.pictures().narrow(0, trial.source, 1));
      Tensor matte = trial.clip.mattes().narrow(0, trial.source, 1).unsqueeze(1).to(ScalarType.Float).div(new Scalar(255));
      Tensor background = sampler.encode(source).mul(TinyNetworks.elsewhere(matte, sampler.scale()));
      Tensor coded = sampler.encode(warped);
      Tensor decoded = sampler.decode(coded);
      TinyNetworks.Conditions conditions = new TinyNetworks.Conditions(background, hint, coded);
      results.put("source", Frames.frame(source));
      results.put("warp", Frames.frame(warped));
      results.put("autoencoder", Frames.frame(decoded));
      ways.forEach((name, way) -> {
        boolean relit = name.startsWith("relit");
        boolean fromWarp = relit || name.startsWith("warp");
        Tensor made = sampler.decode(relit
            ? sampler.relit(coded, background, hint, present(trial), way.guidance(), way.sigma(), 1)
            : sampler.sample(conditions, way, fromWarp ? coded : null, 1));
        results.put(name, Frames.frame(fromWarp ? warped.add(made).sub(decoded) : made));
      });
    }
    return results;
  }

  /** The shading under the light that is read off the warped frame. */
  private Tensor present(Trial trial) {
    FaceObservation face = trial.clip.face(trial.pair.target());
    SphericalHarmonics light = new PhotoLight(topology).of(trial.pair.reference(), face);
    try (Frame drawn = new TinyHint(topology, trial.clip.side()).draw(face.vertices(), light)) {
      return Frames.tensor(drawn).div(new Scalar(255)).permute(2, 0, 1).unsqueeze(0);
    }
  }

  private static Tensor signed(Frame frame) {
    return Frames.tensor(frame).div(new Scalar(127.5)).sub(new Scalar(1)).permute(2, 0, 1).unsqueeze(0);
  }

  /** The distance of unit vectors between the light read off a result and the one asked for; no number where no face is found. */
  double error(FaceModel faces, Frame frame, Trial trial) {
    List<FaceObservation> found = faces.observe(frame);
    return found.isEmpty() ? Double.NaN : new PhotoLight(topology).of(frame, found.get(0)).distance(trial.asked);
  }
}
