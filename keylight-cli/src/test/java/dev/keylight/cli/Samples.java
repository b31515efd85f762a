package dev.keylight.cli;

import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Demo;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures and clips for the tests, made of the bundled portrait in a folder of its own. */
final class Samples {
  static final Rational RATE = new Rational(30000, 1001);

  private final Path folder;
  private final BufferedImage portrait;

  Samples(Path folder) throws IOException {
    this.folder = folder;
    BufferedImage whole = ImageIO.read(Demo.portrait(Files.createDirectories(folder)).toFile());
    // Head and shoulders: smaller, so that the tests are quick.
    portrait = picture(256, 256, BufferedImage.TYPE_3BYTE_BGR, g -> g.drawImage(whole, -70, 20, 380, 380, null));
  }

  /** What is drawn on a picture. */
  interface Drawing {
    void on(Graphics2D graphics);
  }

  static BufferedImage picture(int width, int height, int type, Drawing drawing) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    drawing.on(graphics);
    graphics.dispose();
    return image;
  }

  BufferedImage portrait() {
    return portrait;
  }

  Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
      throw new IOException("no writer for " + name);
    }
    return file;
  }

  /** The portrait as PNG. */
  Path face() throws IOException {
    return write("face.png", portrait);
  }

  /** The portrait shifted to the right, one frame for each shift. */
  Path clip(String name, int... shifts) {
    List<BufferedImage> frames = new ArrayList<>();
    for (int shift : shifts) {
      frames.add(picture(256, 256, BufferedImage.TYPE_3BYTE_BGR, g -> g.drawImage(portrait, shift, 0, null)));
    }
    return clip(name, frames);
  }

  Path clip(String name, List<BufferedImage> frames) {
    Path file = folder.resolve(name);
    try (FrameSink sink = Media.create(file, Output.at(RATE))) {
      for (int i = 0; i < frames.size(); i++) {
        try (Frame frame = frame(frames.get(i), i)) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    return file;
  }

  private static Frame frame(BufferedImage image, int number) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int pixel = image.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    Mat pixels = new Mat(height, width, opencv_core.CV_8UC3);
    pixels.data().put(rgb);
    return Frame.of(pixels, number, new Rational(RATE.denominator(), RATE.numerator()));
  }

  /** Everything in a folder, hidden files too. */
  static List<String> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
