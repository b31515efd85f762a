package dev.keylight.lcvd.model;

/** What an adapter is shown, in the order their maps are added. */
public enum Condition {
  LANDMARKS("head_embedder"),
  SHADING("light_embedder"),
  REFERENCE("ref_embedder");

  private final String file;

  Condition(String file) {
    this.file = file;
  }

  /** The weights' file, without its ending. */
  public String file() {
    return file;
  }
}
