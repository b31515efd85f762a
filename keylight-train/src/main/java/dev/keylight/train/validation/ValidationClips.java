package dev.keylight.train.validation;

import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The clips of people a data set keeps for validation, open until this is closed; always the same in the same order. */
public final class ValidationClips implements AutoCloseable {
  private final List<Clip> clips = new ArrayList<>();

  /**
   * @param data the prepared folder
   * @param most clips
   */
  public ValidationClips(Path data, int most) {
    Dataset set = Dataset.open(data);
    set.split(Dataset.VALIDATION).stream().limit(most).forEach(row -> clips.add(Clip.open(set.file(row))));
  }

  public List<Clip> all() {
    return clips;
  }

  /** A clip's name, for people. */
  public static String name(Clip clip) {
    return clip.file().getFileName().toString().replace(".safetensors", "");
  }

  @Override
  public void close() {
    clips.forEach(Clip::close);
  }
}
