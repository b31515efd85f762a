package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Boxes, regions and cuts. */
class FaceGeometryTest {

  @Test
  void overlap_is_one_for_the_same_box_and_zero_apart() {
    FaceBox box = new FaceBox(10, 20, 30, 40);
    assertThat(box.overlap(box)).isEqualTo(1);
    assertThat(box.overlap(new FaceBox(40, 20, 30, 40))).isZero();
    assertThat(box.overlap(new FaceBox(25, 20, 30, 40))).isCloseTo(1 / 3f, within(1e-6f));
  }

  @Test
  void a_crop_and_its_way_back_agree() {
    // Grey levels are a plane over the picture, so a crop's grey tells where it was taken.
    try (Mat picture = Pictures.plain(200, 100, 0)) {
      try (UByteIndexer pixels = picture.createIndexer()) {
        for (int y = 0; y < 100; y++) {
          for (int x = 0; x < 200; x++) {
            pixels.put(y, x, 0, x);
            pixels.put(y, x, 1, y);
          }
        }
      }
      RegionOfInterest region = new RegionOfInterest(100, 50, 60, 0.4f);
      try (Mat crop = region.crop(picture, 32);
          UByteIndexer pixels = crop.createIndexer()) {
        for (int[] cell : new int[][] {{3, 5}, {16, 16}, {30, 2}, {10, 29}}) {
          float[] point = {cell[0] + 0.5f, cell[1] + 0.5f, 1};
          region.toImage(point, 32);
          assertThat(pixels.get(cell[1], cell[0], 0)).isCloseTo(Math.round(point[0] - 0.5f), within(1));
          assertThat(pixels.get(cell[1], cell[0], 1)).isCloseTo(Math.round(point[1] - 0.5f), within(1));
          assertThat(point[2]).isCloseTo(60f / 32, within(1e-5f));
        }
      }
    }
  }

  @Test
  void a_tracked_region_is_upright_by_the_eyes() {
    float[] mesh = CanonicalFace.shipped().topology().canonical();
    float[] turned = new float[mesh.length];
    Pose pose = new Pose(10, new float[] {0.8f, -0.6f, 0, 0.6f, 0.8f, 0, 0, 0, 1}, new float[] {300, 200, 0});
    for (int i = 0; i < mesh.length; i += 3) {
      pose.toImage(mesh, i, turned, i);
    }
    RegionOfInterest region = RegionOfInterest.around(turned);
    assertThat(region.rotation()).isCloseTo((float) Math.atan2(0.6, 0.8), within(0.01f));
    FaceBox box = FaceBox.of(turned);
    assertThat(region.size()).isCloseTo(1.5f * Math.max(box.width(), box.height()), within(0.01f));
  }

  @Test
  void a_flash_is_no_cut_but_another_scene_is() {
    CutDetector cuts = new CutDetector();
    try (Mat scene = Pictures.astronaut();
        Mat flash = new Mat();
        Mat moved = Pictures.astronaut(512, 512, 1, 0, 12, 0, 1, 6);
        Mat other = Pictures.paste(Pictures.plain(512, 512, 128), 200, 150, 300)) {
      scene.convertTo(flash, -1, 0.5, 100);
      assertThat(cuts.isCut(scene)).isFalse();
      assertThat(cuts.isCut(flash)).isFalse();
      assertThat(cuts.isCut(moved)).isFalse();
      assertThat(cuts.isCut(other)).isTrue();
      assertThat(cuts.isCut(other)).isFalse();
      cuts.reset();
      assertThat(cuts.isCut(scene)).isFalse();
    }
  }
}
