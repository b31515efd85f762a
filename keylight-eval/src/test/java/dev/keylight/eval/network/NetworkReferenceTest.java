package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.eval.Reference;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.metric.Vectors;
import dev.keylight.media.Images;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

/** The shipped networks say what the Python originals say on the same pixels. */
class NetworkReferenceTest {
  private static final Mat PORTRAIT = Images.read(Scene.portrait()).pixels();

  private static Mat piece(int x, int y, int side) {
    return PORTRAIT.apply(new Rect(x, y, side, side)).clone();
  }

  private static Map<String, Mat> variants(Mat picture) {
    Map<String, Mat> variants = new LinkedHashMap<>();
    variants.put("same", picture);
    Mat mirror = new Mat();
    opencv_core.flip(picture, mirror, 1);
    variants.put("mirror", mirror);
    Mat darker = picture.clone();
    byte[] pixels = new byte[(int) (picture.total() * 3)];
    darker.data().get(pixels);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((pixels[i] & 255) / 2);
    }
    darker.data().put(pixels);
    variants.put("darker", darker);
    Mat coarse = picture.clone();
    for (int y = 1; y < picture.rows(); y += 2) {
      coarse.row(y - 1).copyTo(coarse.row(y));
    }
    variants.put("coarse", coarse);
    return variants;
  }

  private static Mat luma(Mat rgb) {
    Mat grey = new Mat();
    opencv_imgproc.cvtColor(rgb, grey, opencv_imgproc.COLOR_RGB2GRAY);
    return grey;
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }

  /** 8-bit weights of another package: near dlib's own, an order of magnitude below what parts two people. */
  @Test
  void descriptors_are_dlibs() {
    try (DlibDescriptor network = new DlibDescriptor()) {
      variants(piece(150, 40, 150)).forEach((name, chip) ->
          assertThat(Vectors.distance(network.describe(chip), floats(Reference.at("descriptor").get(name)))).as(name).isLessThan(0.06));
    }
  }

  @Test
  void perceptual_distances_are_st_lpips() {
    try (PerceptualDistance.Perceiver network = new PerceptualDistance.Perceiver()) {
      float[][] same = network.maps(piece(128, 0, 256));
      Map<String, Mat> pieces = variants(piece(128, 0, 256));
      pieces.put("shifted", piece(129, 0, 256));
      pieces.forEach((name, picture) ->
          assertThat(PerceptualDistance.Perceiver.distance(same, network.maps(picture)))
              .as(name).isCloseTo(Reference.at("perceptual").get(name).doubleValue(), within(0.002)));
    }
  }

  @Test
  void features_are_those_of_the_efficientnet_package() {
    try (EfficientNetFeatures network = EfficientNetFeatures.ofFrames()) {
      float[] expected = floats(Reference.at("features"));
      float[] found = network.features(piece(150, 20, 224));
      assertThat(found).hasSize(1280);
      assertThat(Vectors.cosine(found, expected)).isGreaterThan(0.9999);
      assertThat(Vectors.distance(found, expected)).isLessThan(0.01 * Vectors.distance(expected, new float[1280]));
    }
  }

  @Test
  void natural_statistics_are_those_of_scikit_video_and_opencv() {
    try (Niqe niqe = new Niqe(); Brisque brisque = new Brisque()) {
      variants(PORTRAIT.clone()).forEach((name, picture) -> {
        assertThat(niqe.score(luma(picture))).as(name).isCloseTo(Reference.at("niqe").get(name).doubleValue(), within(0.03));
        assertThat(brisque.score(picture)).as(name).isCloseTo(Reference.at("brisque").get(name).doubleValue(), within(0.05));
      });
    }
  }

  @Test
  void a_picture_too_small_for_niqe_has_no_score() {
    try (Niqe niqe = new Niqe(); Mat small = new Mat(180, 400, opencv_core.CV_8U, Scalar.all(9))) {
      assertThat(niqe.score(small)).isNaN();
    }
  }

  @Test
  void the_chip_brings_landmarks_to_their_places() {
    double[] template = FaceChip.DLIB.template();
    double[] turned = new double[template.length];
    for (int i = 0; i < template.length; i += 2) {
      turned[i] = 20 + 3 * (0.8 * template[i] - 0.6 * template[i + 1]);
      turned[i + 1] = -7 + 3 * (0.6 * template[i] + 0.8 * template[i + 1]);
    }
    double[] m = FaceChip.similarity(turned, template);
    for (int i = 0; i < template.length; i += 2) {
      assertThat(m[0] * turned[i] + m[1] * turned[i + 1] + m[2]).isCloseTo(template[i], within(1e-6));
      assertThat(m[3] * turned[i] + m[4] * turned[i + 1] + m[5]).isCloseTo(template[i + 1], within(1e-6));
    }
  }
}
