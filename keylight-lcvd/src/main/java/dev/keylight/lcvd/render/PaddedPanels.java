package dev.keylight.lcvd.render;

import org.bytedeco.pytorch.Tensor;

/** Panels whose last frame is repeated until a tile is full; the published code fails on fewer than 16 frames. */
record PaddedPanels(Panels panels, int least) implements Panels {
  @Override
  public int frames() {
    return Math.max(least, panels.frames());
  }

  @Override
  public int size() {
    return panels.size();
  }

  @Override
  public Tensor read(int frame, Panel panel) {
    return panels.read(Math.min(frame, panels.frames() - 1), panel);
  }

  @Override
  public String fingerprint() {
    return panels.fingerprint();
  }
}
