package dev.keylight.motion;

import static dev.keylight.motion.SyntheticFaces.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.Pose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledMotionTest {
  @ParameterizedTest
  @CsvSource({"25, 1, 50", "50, 1, 100", "25, 2, 25", "25, 0.5, 100", "30, 1, 60"})
  void lengthFollowsRateAndSpeed(double rate, double speed, int expected) {
    List<MotionFrame> frames = resampled(driver(), rate, speed);
    assertThat(frames.size()).isEqualTo(expected);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).seconds()).isCloseTo(i / rate, within(1e-9));
    }
  }

  @Test
  void posesAreBlendedBetweenMoments() {
    List<MotionFrame> frames = resampled(driver(), 50, 1);
    assertThat(frames.get(21).pose().translation()[0]).isCloseTo(10.5f, within(1e-3f));
    assertThat(Rotation.toVector(frames.get(21).pose().rotation())[1]).isCloseTo(0.105, within(1e-5));
  }

  @Test
  void nothingIsBlendedAcrossACutOrAGap() {
    List<MotionFrame> driver = driver();
    driver.set(10, driver.get(10).asCut());
    driver.set(20, MotionFrame.missing(driver.get(20).seconds()));
    List<MotionFrame> frames = resampled(driver, 50, 1);
    assertThat(frames.get(19).pose().translation()[0]).isEqualTo(9);
    assertThat(frames.get(20).cut()).isTrue();
    assertThat(frames.get(39).pose().translation()[0]).isEqualTo(19);
    assertThat(frames.get(40).present()).isFalse();
    assertThat(frames.get(41).present()).isFalse();
  }

  private static List<MotionFrame> resampled(List<MotionFrame> driver, double rate, double speed) {
    List<MotionFrame> frames = new ArrayList<>();
    new ResampledMotion(driver.iterator(), rate, speed).forEachRemaining(frames::add);
    return frames;
  }

  /** Two seconds at 25 frames a second, one pixel and a hundredth of a radian a frame. */
  private static List<MotionFrame> driver() {
    List<MotionFrame> frames = new ArrayList<>();
    for (int t = 0; t < 50; t++) {
      Pose pose = new Pose(10, Rotation.ofVector(0, 0.01 * t, 0), new float[] {t, 0, 0});
      frames.add(new MotionFrame(t / 25.0, 0, pose, person(1), true, false));
    }
    return frames;
  }
}
