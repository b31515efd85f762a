package dev.keylight.train.tiny;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.engine.warp.WarpEngine;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.tiny.TinyHint;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import dev.keylight.train.data.Clip;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes training pairs out of clips, without labels. What the network gets as its reference is a frame, relit by a random
 * light and warped onto the mesh of another frame of the same clip; the other frame, untouched, is what it should make of it,
 * and the other frame's own shading is the hint. So it must put away a false light, follow the hint, and repair the warp.
 *
 * <p>Filmed light is mostly frontal. So that strong lights are learnt too, some groups teach light alone: reference and target
 * are the same frame, unmoved, relit by two lights, and the hint is drawn under the target's.
 *
 * <p>A group of pairs shares its first frame, because preparing that one is most of the work.
 */
final class PairMaker {
  private static final Rational MILLISECONDS = new Rational(1, 1000);

  /** Share of groups whose references keep their own light, so that right light is left alone. */
  private static final double UNRELIT = 0.15;

  /** Share of groups that teach light alone. */
  private static final double LIGHT_ALONE = 0.4;

  /** Share of the references of those that keep their own light. */
  private static final double OWN_LIGHT = 0.25;

  private final List<Excerpt> clips;
  private final double[] weights;
  private final long seed;
  private final FaceTopology topology = FaceTopology.builtIn();
  private final TinyHint hints;

  /**
   * A pair.
   *
   * @param clip index of the excerpt
   * @param source number in the excerpt of the frame that was relit and warped
   * @param target number in the excerpt of the frame it was warped onto
   * @param reference the relit and warped frame, owned by whoever receives it
   * @param made the target where it was relit too, likewise; otherwise it is the clip's frame
   * @param hint the target's shading, likewise
   */
  record Pair(int clip, int source, int target, Frame reference, Optional<Frame> made, Frame hint) {}

  /** @param clips pictures of one size; they stay the caller's */
  PairMaker(List<Excerpt> clips, long seed) {
    this.clips = clips;
    this.seed = seed;
    this.weights = clips.stream().mapToDouble(clip -> Math.sqrt(clip.count())).toArray();
    int side = clips.get(0).clip().side();
    this.hints = new TinyHint(topology, side);
  }

  /** A group of pairs, a function of its number alone. */
  List<Pair> group(long number, int size) {
    SplittableRandom random = new SplittableRandom(seed * 31_337 + number);
    int index = Draw.index(weights, random.nextDouble());
    return random.nextDouble() < LIGHT_ALONE ? lit(index, size, random) : moved(index, size, random);
  }

  /** One moved pair of a person that is chosen already. */
  Pair of(int index, long number) {
    return moved(index, 1, new SplittableRandom(seed * 31_337 + number)).get(0);
  }

  /** The same pair with a light that is asked for in place of the target's own. */
  Pair asked(Pair pair, SphericalHarmonics light) {
    Excerpt excerpt = clips.get(pair.clip());
    pair.hint().close();
    Frame hint = kept(hints.draw(excerpt.clip().face(excerpt.frame(pair.target())).vertices(), light));
    return new Pair(pair.clip(), pair.source(), pair.target(), pair.reference(), Optional.empty(), hint);
  }

  /**
   * Pairs whose targets follow each other in one clip, a function of their number alone. The reference is one frame in one false
   * light, warped onto each of them; or, of some sequences and of all clips that are too short, one unmoved frame under a light
   * that moves.
   *
   * @param size pairs
   * @param rate frames from one target to the next at most; how many is drawn
   */
  List<Pair> sequence(long number, int size, int rate) {
    SplittableRandom random = new SplittableRandom(seed * 47_111 + number);
    int index = Draw.index(weights, random.nextDouble());
    Excerpt excerpt = clips.get(index);
    if (random.nextDouble() < LIGHT_ALONE || excerpt.count() < size) {
      return litOverTime(index, size, random);
    }
    int every = 1 + random.nextInt(Math.min(rate, (excerpt.count() - 1) / (size - 1)));
    int first = random.nextInt(excerpt.count() - every * (size - 1));
    int[] targets = IntStream.range(0, size).map(i -> first + every * i).toArray();
    SphericalHarmonics light = RandomLight.draw(random);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      steps.add(step(excerpt, targets[i], light, i));
    }
    return moved(index, random.nextInt(excerpt.count()), strength(random), targets, steps, random);
  }

  /** A light turns, from anywhere some way to anywhere else, on a face that holds still. */
  private List<Pair> litOverTime(int index, int size, SplittableRandom random) {
    Excerpt excerpt = clips.get(index);
    int source = random.nextInt(excerpt.count());
    SphericalHarmonics own = excerpt.clip().light(excerpt.frame(source));
    SphericalHarmonics before = random.nextDouble() < OWN_LIGHT ? own : RandomLight.draw(random);
    SphericalHarmonics from = RandomLight.draw(random);
    SphericalHarmonics to = RandomLight.draw(random);
    float way = random.nextFloat();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      steps.add(step(excerpt, source, before, 2 * i));
      steps.add(step(excerpt, source, from.mix(to, way * i / (size - 1)), 2 * i + 1));
    }
    return lit(index, source, steps, random);
  }

  private List<Pair> moved(int index, int size, SplittableRandom random) {
    Excerpt excerpt = clips.get(index);
    int source = random.nextInt(excerpt.count());
    float strength = strength(random);
    List<Step> steps = new ArrayList<>();
    int[] targets = new int[size];
    for (int i = 0; i < size; i++) {
      targets[i] = random.nextInt(excerpt.count());
      steps.add(step(excerpt, targets[i], RandomLight.draw(random), i));
    }
    return moved(index, source, strength, targets, steps, random);
  }

  private static float strength(SplittableRandom random) {
    return random.nextDouble() < UNRELIT ? 0 : 0.5f + 0.5f * random.nextFloat();
  }

  private List<Pair> moved(int index, int source, float strength, int[] targets, List<Step> steps, SplittableRandom random) {
    Excerpt excerpt = clips.get(index);
    List<Frame> frames = render(excerpt, source, steps, strength, random.nextBoolean());
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      Frame hint = kept(hint(excerpt.clip(), excerpt.frame(targets[i])));
      pairs.add(new Pair(index, source, targets[i], frames.get(i), Optional.empty(), hint));
    }
    return pairs;
  }

  private List<Pair> lit(int index, int size, SplittableRandom random) {
    Excerpt excerpt = clips.get(index);
    int source = random.nextInt(excerpt.count());
    SphericalHarmonics own = excerpt.clip().light(excerpt.frame(source));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SphericalHarmonics before = random.nextDouble() < OWN_LIGHT ? own : RandomLight.draw(random);
      steps.add(step(excerpt, source, before, 2 * i));
      steps.add(step(excerpt, source, RandomLight.draw(random), 2 * i + 1));
    }
    return lit(index, source, steps, random);
  }

  /** @param steps the reference's and the target's of each pair, in turn */
  private List<Pair> lit(int index, int source, List<Step> steps, SplittableRandom random) {
    List<Frame> frames = render(clips.get(index), source, steps, 1, random.nextBoolean());
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < frames.size() / 2; i++) {
      Step asked = steps.get(2 * i + 1);
      Frame hint = kept(hints.draw(asked.face().vertices(), asked.light()));
      pairs.add(new Pair(index, source, source, frames.get(2 * i), Optional.of(frames.get(2 * i + 1)), hint));
    }
    return pairs;
  }

  private static Step step(Excerpt excerpt, int k, SphericalHarmonics light, int number) {
    FaceObservation face = excerpt.clip().face(excerpt.frame(k));
    AlignedFace aligned =
        new AlignedFace(face.vertices(), face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false);
    return new Step(aligned, light, 40L * number);
  }

  private List<Frame> render(Excerpt excerpt, int source, List<Step> steps, float strength, boolean shadows) {
    Clip clip = excerpt.clip();
    int number = excerpt.frame(source);
    EngineOptions options =
        new EngineOptions(Optional.of(clip.light(number)), strength, 0, shadows, 0, MILLISECONDS);
    List<Frame> frames = new ArrayList<>();
    try (Portrait portrait = new Portrait(clip.picture(number), clip.face(number), topology, clip.matte(number));
        Engine engine = new WarpEngine()) {
      engine.animate(portrait, steps.iterator(), options).forEachRemaining(frame -> frames.add(kept(frame)));
    }
    return frames;
  }

  /** Pairs outlive the step they are made in, whose scope would free them. */
  private static Frame kept(Frame frame) {
    frame.pixels().retainReference();
    return frame;
  }

  /** The shading of a frame under its own light. */
  Frame hint(Clip clip, int frame) {
    return hints.draw(clip.face(frame).vertices(), clip.light(frame));
  }
}
