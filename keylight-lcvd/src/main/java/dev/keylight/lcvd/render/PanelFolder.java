package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Five-panel pictures in a folder, in the order of their names. */
public final class PanelFolder implements Panels {
  private static final int PANELS = Panel.values().length;

  private final List<Path> pictures;
  private final int size;
  private int cachedFrame = -1;
  private Frame cached;

  /** @throws BadInputException when the folder has no PNG pictures, or they are not five squares */
  public PanelFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      pictures = files.filter(f -> f.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png")).sorted().toList();
    } catch (IOException e) {
      throw new BadInputException("the panels folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
    if (pictures.isEmpty()) {
      throw new BadInputException("the folder " + folder + " has no PNG pictures; expected five-panel pictures, one per "
          + "frame, as keylight shade or the published preprocess.py make them");
    }
    try (Frame first = Images.read(pictures.get(0))) {
      size = first.height();
      if (first.width() != PANELS * size || size % 64 != 0) {
        throw new BadInputException(pictures.get(0) + " is " + first.width() + "×" + first.height()
            + "; expected five squares side by side whose size is a multiple of 64, such as 2560×512");
      }
    }
  }

  @Override
  public int frames() {
    return pictures.size();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Tensor read(int frame, Panel panel) {
    Frame picture = picture(frame);
    return Scope.keep(() -> torch.from_blob(picture.pixels().data(), new long[] {size, (long) PANELS * size, 3},
            new TensorOptions(ScalarType.Byte))
        .narrow(1, (long) panel.ordinal() * size, size).to(ScalarType.Float).permute(2, 0, 1).unsqueeze(0).contiguous());
  }

  /** Conditions of one frame are asked for one after the other: the last picture stays open. */
  private Frame picture(int frame) {
    if (cachedFrame != frame) {
      Frame read = Images.read(pictures.get(frame));
      if (read.width() != PANELS * size || read.height() != size || read.hasAlpha()) {
        String found = read.width() + "×" + read.height() + (read.hasAlpha() ? " with alpha" : "");
        read.close();
        throw new BadInputException(pictures.get(frame) + " is " + found + ", but the first picture is "
            + PANELS * size + "×" + size);
      }
      close();
      read.pixels().retainReference(); // outlives the scope it may have been read in
      cached = read;
      cachedFrame = frame;
    }
    return cached;
  }

  @Override
  public String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Path picture : pictures) {
      try {
        all.append(picture.getFileName()).append(Files.size(picture)).append(Files.getLastModifiedTime(picture));
      } catch (IOException e) {
        throw new BadInputException(picture + " cannot be read: " + e.getMessage(), e);
      }
    }
    return Integer.toHexString(all.toString().hashCode()) + "-" + pictures.size();
  }

  private void close() {
    if (cached != null) {
      cached.close();
      cached = null;
    }
  }
}
