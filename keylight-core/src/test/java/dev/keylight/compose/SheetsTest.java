package dev.keylight.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.media.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetsTest {
  @Test
  void panelsShareOneHeightAndKeepTheirProportions() {
    try (Frame wide = Pictures.striped(400, 200);
        Frame tall = Pictures.striped(101, 203);
        Frame joined = new Panels(100, List.of("wide", "")).join(List.of(wide, tall))) {
      assertThat(joined.height()).isEqualTo(100);
      assertThat(joined.width()).isEqualTo(200 + 50);
      assertThat(Pictures.red(joined, 225, 50)).isBetween(80, 180);
    }
  }

  @Test
  void aPanelsWidthStaysWhenLaterPicturesHaveOtherProportions() {
    Panels panels = new Panels(100, List.of());
    try (Frame wide = Pictures.striped(400, 200);
        Frame square = Pictures.striped(200, 200);
        Frame first = panels.join(List.of(wide));
        Frame second = panels.join(List.of(square))) {
      assertThat(second.width()).isEqualTo(first.width());
      assertThat(Pictures.red(second, 5, 50)).isZero();
      assertThat(Pictures.red(second, 100, 50)).isPositive();
    }
  }

  @Test
  void aSheetShowsTheFirstAndTheLastFrameOfEachRow(@TempDir Path folder) {
    try (ContactSheet sheet = new ContactSheet(3, 32)) {
      ContactSheet.Row row = sheet.row("", 9);
      for (int i = 0; i < 9; i++) {
        try (Frame frame = Frame.still(new Mat(32, 32, opencv_core.CV_8UC3, Scalar.all(20 * i + 20)))) {
          row.accept(frame);
        }
      }
      try (Frame drawn = sheet.draw()) {
        assertThat(drawn.height()).isEqualTo(4 + 36);
        assertThat(Pictures.red(drawn, 4 + 16, 8)).isEqualTo(20);
        assertThat(Pictures.red(drawn, 4 + 36 + 16, 8)).isEqualTo(100);
        assertThat(Pictures.red(drawn, 4 + 72 + 16, 8)).isEqualTo(180);
      }
      Path file = folder.resolve("sheet.png");
      sheet.write(file);
      assertThat(Files.exists(file)).isTrue();
    }
  }

  @Test
  void aCutoutHasTheMatteAsAlphaAndNoFringe() {
    try (Mat pixels = new Mat(64, 64, opencv_core.CV_8UC3, new Scalar(0, 0, 255, 0));
        Mat matte = new Mat(64, 64, opencv_core.CV_32FC1, Scalar.all(0));
        Mat left = pixels.apply(new Rect(0, 0, 32, 64));
        Mat inside = matte.apply(new Rect(0, 0, 31, 64));
        Mat edge = matte.apply(new Rect(31, 0, 2, 64))) {
      left.put(new Scalar(200, 40, 0, 0));
      inside.put(Scalar.all(1));
      edge.put(Scalar.all(0.5));
      try (Frame frame = Frame.still(pixels.clone());
          Frame cutout = Cutout.of(frame, matte);
          UByteIndexer at = cutout.pixels().createIndexer()) {
        assertThat(cutout.hasAlpha()).isTrue();
        assertThat(at.get(32, 10, 3)).isEqualTo(255);
        assertThat(at.get(32, 60, 3)).isZero();
        assertThat(at.get(32, 32, 3)).isBetween(127, 128);
        // This edge pixel was pure background; on a white page it would be a blue line.
        assertThat(at.get(32, 32, 2)).isLessThan(60);
        assertThat(at.get(32, 32, 0)).isGreaterThan(150);
        assertThat(at.get(32, 10, 0)).isEqualTo(200);
      }
    }
  }
}
