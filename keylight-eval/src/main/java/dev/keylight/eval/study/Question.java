package dev.keylight.eval.study;

/** The paper's three questions; answers are 1 (worst) to 5 (best). */
public enum Question {
  LA("Lighting accuracy", "How well does the light on the face fit the light that was asked for?"),
  ID("Identity", "How much does the person look like the person in the source?"),
  VQ("Video quality", "How good is the video: sharp, steady, natural?");

  private final String title;
  private final String words;

  Question(String title, String words) {
    this.title = title;
    this.words = words;
  }

  public String title() {
    return title;
  }

  public String words() {
    return words;
  }
}
