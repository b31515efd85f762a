package dev.keylight.lcvd.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which conditions guidance compares (spec §6.2). The image token is in the full set and never in the reduced one; the
 * masked reference latents are in both.
 */
public enum DrivingMode {
  /** Light is what guidance amplifies: shading and reference against the reference alone. */
  RELIGHTING(EnumSet.of(Condition.SHADING, Condition.REFERENCE), EnumSet.of(Condition.REFERENCE)),
  /** The driver's landmarks instead of shading: landmarks and reference against nothing. */
  LANDMARK(EnumSet.of(Condition.LANDMARKS, Condition.REFERENCE), EnumSet.noneOf(Condition.class)),
  /** Shading and reference against nothing: what the published script does for any other word. */
  FREE(EnumSet.of(Condition.SHADING, Condition.REFERENCE), EnumSet.noneOf(Condition.class)),
  /** {@link #RELIGHTING} without the shading adapter: the paper's ablation "reference only" (Table 4). */
  REFERENCE_ONLY(EnumSet.of(Condition.REFERENCE), EnumSet.of(Condition.REFERENCE)),
  /** {@link #RELIGHTING} without the reference adapter: the paper's ablation "shading only" (Table 4). */
  SHADING_ONLY(EnumSet.of(Condition.SHADING), EnumSet.noneOf(Condition.class));

  private final Set<Condition> full;
  private final Set<Condition> reduced;

  DrivingMode(Set<Condition> full, Set<Condition> reduced) {
    this.full = full;
    this.reduced = reduced;
  }

  public Set<Condition> full() {
    return full;
  }

  public Set<Condition> reduced() {
    return reduced;
  }
}
