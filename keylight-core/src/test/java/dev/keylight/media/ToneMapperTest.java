package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToneMapperTest {
  /** Diffuse white is 203 cd/m² (ITU-R BT.2408); half of sRGB's code range is 21.6 % of it. */
  @ParameterizedTest
  @ValueSource(ints = {64, 37})
  void middleGreyOfPqIsMiddleGreyOfSrgb(int width) {
    double light = 203 * 0.2158 / 10_000;
    int code = (int) Math.round(64 + 876 * perceptualQuantiser(light));
    AVFrame picture = avutil.av_frame_alloc();
    picture.format(avutil.AV_PIX_FMT_YUV420P10LE).width(width).height(32);
    avutil.av_frame_get_buffer(picture, 0);
    fill(picture, 0, 32, width, code);
    fill(picture, 1, 16, (width + 1) / 2, 512);
    fill(picture, 2, 16, (width + 1) / 2, 512);
    picture.color_range(avutil.AVCOL_RANGE_MPEG).colorspace(avutil.AVCOL_SPC_BT2020_NCL);
    picture.color_primaries(avutil.AVCOL_PRI_BT2020).color_trc(avutil.AVCOL_TRC_SMPTE2084);
    assertThat(ToneMapper.isFor(picture)).isTrue();
    try (ToneMapper mapper = new ToneMapper(width, 32); Frame frame = Frame.still(mapper.toPixels(picture))) {
      for (int value : Patterns.pixel(frame, width / 2, 16)) {
        assertThat(value).isCloseTo(128, Offset.offset(4));
      }
    } finally {
      avutil.av_frame_free(picture);
    }
  }

  private static void fill(AVFrame picture, int plane, int rows, int columns, int value) {
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        picture.data(plane).putShort((long) y * picture.linesize(plane) + x * 2L, (short) value);
      }
    }
  }

  /** The inverse curve of SMPTE ST 2084. */
  private static double perceptualQuantiser(double light) {
    double power = Math.pow(light, 0.1593017578125);
    return Math.pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
  }
}
