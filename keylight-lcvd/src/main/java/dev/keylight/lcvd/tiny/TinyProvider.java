package dev.keylight.lcvd.tiny;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineProvider;
import dev.keylight.lcvd.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Lists the {@code lcvd-tiny} engine; ready when a folder trained by {@code keylight train} is in its place. */
public final class TinyProvider implements EngineProvider {
  static final String ID = "lcvd-tiny";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "the paper's method in small, on top of warp, with a model you trained (keylight train)";
  }

  /** Below the warp, which the evaluator prefers. */
  @Override
  public int rank() {
    return 4;
  }

  @Override
  public Optional<String> missing() {
    Path folder = folder();
    return Files.isDirectory(folder.resolve("relipa")) ? Optional.empty()
        : Optional.of("no trained model is in " + folder + "; train one (keylight train) and put its folder model there, or "
            + "set KEYLIGHT_TINY to it");
  }

  /** {@code KEYLIGHT_TINY}, or {@code .keylight/lcvd-tiny} in the user's home. */
  private static Path folder() {
    String named = System.getProperty("keylight.tiny", System.getenv("KEYLIGHT_TINY"));
    return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".keylight", "lcvd-tiny");
  }

  /** Conditions and guidance can be chosen, see {@link TinyOptions#read}. */
  @Override
  public boolean guided() {
    return true;
  }

  @Override
  public Engine open() {
    return new TinyEngine(new ModelFolder(folder()), TinyOptions.DEFAULT);
  }

  @Override
  public Engine open(String manner) {
    return new TinyEngine(new ModelFolder(folder()), TinyOptions.read(manner));
  }
}
