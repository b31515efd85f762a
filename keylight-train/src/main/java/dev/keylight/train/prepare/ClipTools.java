package dev.keylight.train.prepare;

import dev.keylight.face.PortraitMatte;

/**
 * What one worker opens once and uses for all its videos. For one thread at a time.
 *
 * @param judge of quality and likeness
 * @param mattes reset before each clip
 * @param flame DECA and FLAME, or null where they were not asked for
 */
record ClipTools(Appraiser.Judge judge, PortraitMatte mattes, FlameSights flame) implements AutoCloseable {
  /** @throws dev.keylight.BadInputException when a file that the options name cannot be used */
  static ClipTools open(PrepareOptions options) {
    Appraiser.Judge judge = Appraiser.found().map(one -> one.open(options.quality()))
        .orElseGet(() -> Appraiser.nobody(options.quality()));
    try {
      FlameSights flame = options.flame() == null ? null : FlameSights.open(options.flame());
      return new ClipTools(judge, new PortraitMatte(), flame);
    } catch (RuntimeException e) {
      judge.close();
      throw e;
    }
  }

  @Override
  public void close() {
    judge.close();
    mattes.close();
    if (flame != null) {
      flame.close();
    }
  }
}
