package dev.keylight.pipeline;

import dev.keylight.compose.Panels;
import dev.keylight.light.LightSphere;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Source, driver, light and result side by side. The driver is decoded a second time, so that nothing need wait for it. */
final class Comparison implements AutoCloseable {
  private static final int SPHERE = 256;
  private final Panels panels;
  private final FrameSource driver;
  private final double speed;
  private final boolean framed;
  private Frame shown;
  private Frame next;
  private SphericalHarmonics light;
  private Frame sphere;

  /**
   * @param driver the file that drives, or null when it has no pictures
   * @param speed of the driver
   * @param height of the panels
   */
  Comparison(Path driver, double speed, int height) {
    this.driver = driver == null ? null : Media.open(driver);
    this.speed = speed;
    this.framed = driver != null;
    List<String> captions = new ArrayList<>(List.of("source", "light", "result"));
    if (framed) {
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
    if (framed) {
      pictures.add(1, driverAt(result.seconds() * speed));
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

  /** The driver's frame that is shown at a moment; the last one stays. */
  private Frame driverAt(double seconds) {
    if (shown == null) {
      shown = driver.next();
      next = driver.next();
    }
    while (next != null && next.seconds() <= seconds + 1e-6) {
      shown.close();
      shown = next;
      next = driver.next();
    }
    return shown;
  }

  private static void close(Frame frame) {
    if (frame != null) {
      frame.close();
    }
  }

  @Override
  public void close() {
    close(shown);
    close(next);
    close(sphere);
    if (driver != null) {
      driver.close();
    }
  }
}
