package dev.keylight.lcvd.preprocess;

import dev.keylight.BadInputException;
import dev.keylight.light.LightFiles;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.TimedLight;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.pipeline.LightReader;
import dev.keylight.shading.FivePanel;
import java.nio.file.Path;
import java.util.Iterator;
import org.bytedeco.opencv.opencv_core.Mat;

/** Light as DECA sees it on a photographed face; everything else as Keylight reads it. */
final class DecaLights implements LightFiles {
  private final FaceReader reader;
  private final LightReader others;

  DecaLights(FaceReader reader, LightReader others) {
    this.reader = reader;
    this.others = others;
  }

  @Override
  public SphericalHarmonics photo(Path picture) {
    try (FrameSource source = Media.open(picture); Frame frame = source.next(); Mat rgb = frame.opaque();
        Mat square = PillowBicubic.resize(rgb, FivePanel.SIZE, FivePanel.SIZE)) {
      return reader.see(square).orElseThrow(() -> new BadInputException(
          picture + " shows no face whose light could be read; use a photograph of one, or another kind of light"))
          .code().light();
    }
  }

  @Override
  public SphericalHarmonics panorama(Path picture) {
    return others.panorama(picture);
  }

  @Override
  public Iterator<TimedLight> follow(Path video) {
    return others.follow(video);
  }
}
