package dev.keylight.pipeline;

import dev.keylight.compose.Panels;
import dev.keylight.light.LightSphere;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Source, driver, light and result side by side. */
final class Comparison implements AutoCloseable {
  private static final int SPHERE = 256;
  private final Panels panels;
  private final DriverPictures driver;
  private SphericalHarmonics light;
  private Frame sphere;

  /**
   * @param driver the file that drives, or null when it has no pictures
   * @param speed of the driver
   * @param height of the panels
   */
  Comparison(Path driver, double speed, int height) {
    this.driver = driver == null ? null : new DriverPictures(driver, speed);
    List<String> captions = new ArrayList<>(List.of("source", "light", "result"));
    if (driver != null) {
      captions.add(1, "driver");
    }
    panels = new Panels(Math.max(16, height / 2 * 2), captions);
  }

  /**
   * @param result belongs to this call from now on
   * @param source the portrait; stays the caller's
   */
  Frame beside(Frame result, Frame source, SphericalHarmonics under) {
    List<Frame> pictures = new ArrayList<>(List.of(source, sphere(under), result));
    if (driver != null) {
      pictures.add(1, driver.at(result.seconds()));
    }
    try (result) {
      return panels.join(pictures);
    }
  }

  private Frame sphere(SphericalHarmonics under) {
    if (under != light) {
      close(sphere);
      sphere = LightSphere.draw(under, SPHERE);
      light = under;
    }
    return sphere;
  }

  private static void close(Frame frame) {
    if (frame != null) {
      frame.close();
    }
  }

  @Override
  public void close() {
    close(sphere);
    if (driver != null) {
      driver.close();
    }
  }
}
