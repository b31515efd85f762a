package dev.keylight.train.tiny;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.motion.AlignedFace;
import dev.keylight.shading.ShadingHint;
import dev.keylight.train.data.Clip;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes training pairs out of clips, without labels: a frame is relit by a random light and warped onto the mesh of another
 * frame of the same clip. That is what the network gets as its reference; the other frame, untouched, is what it should
 * make of it, and the other frame's own shading is the hint. So it must put away a false light, follow the hint, and repair
 * the warp. A group of pairs shares its first frame, because preparing that one is most of the work.
 */
final class PairMaker {
  private static final Rational MILLISECONDS = new Rational(1, 1000);

  /** Share of references that keep their own light, so that right light is left alone. */
  private static final double UNRELIT = 0.15;

  /** Mean brightness of a hint; the light's own brightness means nothing beside a picture's unknown exposure. */
  private static final float HINT_BRIGHTNESS = 0.85f;

  private final List<Excerpt> clips;
  private final double[] weights;
  private final long seed;
  private final FaceTopology topology = FaceTopology.builtIn();
  private final ShadingHint hints;

  /**
   * A pair.
   *
   * @param clip index of the excerpt
   * @param source number in the excerpt of the frame that was relit and warped
   * @param target number in the excerpt of the frame it was warped onto
   * @param reference the relit and warped frame, owned by whoever receives it
   * @param hint the target's own shading, likewise
   */
  record Pair(int clip, int source, int target, Frame reference, Frame hint) {}

  /** @param clips pictures of one size; they stay the caller's */
  PairMaker(List<Excerpt> clips, long seed) {
    this.clips = clips;
    this.seed = seed;
    this.weights = clips.stream().mapToDouble(clip -> Math.sqrt(clip.count())).toArray();
    int side = clips.get(0).clip().side();
    this.hints = new ShadingHint(topology, side, side, new ScanlineRasterizer());
  }

  /** A group of pairs, a function of its number alone. */
  List<Pair> group(long number, int size) {
    SplittableRandom random = new SplittableRandom(seed * 31_337 + number);
    return group(Draw.index(weights, random.nextDouble()), size, random);
  }

  /** One pair of a person that is chosen already. */
  Pair of(int index, long number) {
    return group(index, 1, new SplittableRandom(seed * 31_337 + number)).get(0);
  }

  /** The same pair with a light that is asked for in place of the target's own. */
  Pair asked(Pair pair, SphericalHarmonics light) {
    Excerpt excerpt = clips.get(pair.clip());
    pair.hint().close();
    Frame hint = kept(hint(excerpt.clip().face(excerpt.frame(pair.target())).vertices(), light));
    return new Pair(pair.clip(), pair.source(), pair.target(), pair.reference(), hint);
  }

  private List<Pair> group(int index, int size, SplittableRandom random) {
    Excerpt excerpt = clips.get(index);
    Clip clip = excerpt.clip();
    int source = random.nextInt(excerpt.count());
    int first = excerpt.frame(source);
    FaceObservation face = clip.face(first);
    SphericalHarmonics own = clip.light(first);
    float strength = random.nextDouble() < UNRELIT ? 0 : 0.5f + 0.5f * random.nextFloat();
    EngineOptions options = new EngineOptions(Optional.of(own), strength, 0, random.nextBoolean(), 0, MILLISECONDS);
    List<Step> steps = new ArrayList<>();
    int[] targets = new int[size];
    for (int i = 0; i < size; i++) {
      targets[i] = random.nextInt(excerpt.count());
      FaceObservation there = clip.face(excerpt.frame(targets[i]));
      AlignedFace aligned =
          new AlignedFace(there.vertices(), there.canonical(), there.pose(), AlignedFace.STILL_CAMERA, false);
      steps.add(new Step(aligned, RandomLight.draw(random), 40L * i));
    }
    List<Pair> pairs = new ArrayList<>();
    try (Portrait portrait = new Portrait(clip.picture(first), face, topology, clip.matte(first));
        Engine engine = new WarpEngine()) {
      Iterator<Frame> frames = engine.animate(portrait, steps.iterator(), options);
      for (int target : targets) {
        pairs.add(new Pair(index, source, target, kept(frames.next()), kept(hint(clip, excerpt.frame(target)))));
      }
    }
    return pairs;
  }

  /** Pairs outlive the step they are made in, whose scope would free them. */
  private static Frame kept(Frame frame) {
    frame.pixels().retainReference();
    return frame;
  }

  /** The shading of a frame under its own light. */
  Frame hint(Clip clip, int frame) {
    return hint(clip.face(frame).vertices(), clip.light(frame));
  }

  /** The shading of a mesh under a light, at the brightness every hint has. */
  Frame hint(float[] vertices, SphericalHarmonics light) {
    return hints.draw(vertices, light.scaled(HINT_BRIGHTNESS / Math.max(1e-4f, light.meanBrightness())));
  }
}
