package dev.keylight.media;

import dev.keylight.KeylightException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Brings high-dynamic-range pictures (PQ and HLG, ITU-R BT.2100) to sRGB, so that diffuse white stays white. swscale
 * does it with a colour table that takes seconds to build for the first picture and 10 to 20 ms a picture after.
 */
final class ToneMapper implements AutoCloseable {
  private final int width;
  private final int height;
  private final SwsContext context = swscale.sws_alloc_context();
  private final AVFrame target = avutil.av_frame_alloc();

  ToneMapper(int width, int height) {
    this.width = width;
    this.height = height;
    context.flags(swscale.SWS_BICUBIC | swscale.SWS_FULL_CHR_H_INT | swscale.SWS_ACCURATE_RND);
  }

  static boolean isFor(AVFrame picture) {
    return picture.color_trc() == avutil.AVCOL_TRC_SMPTE2084 || picture.color_trc() == avutil.AVCOL_TRC_ARIB_STD_B67;
  }

  /** New RGB pixels, owned by the caller. */
  Mat toPixels(AVFrame picture) {
    Mat pixels = PixelConverter.newPixels(width, height, false);
    target.format(avutil.AV_PIX_FMT_RGB24).width(width).height(height);
    target.color_range(avutil.AVCOL_RANGE_JPEG).colorspace(avutil.AVCOL_SPC_RGB);
    target.color_primaries(avutil.AVCOL_PRI_BT709).color_trc(avutil.AVCOL_TRC_IEC61966_2_1);
    target.data(0, pixels.data());
    target.linesize(0, Math.toIntExact(pixels.step()));
    Ffmpeg.clearLog();
    int code = swscale.sws_scale_frame(context, target, picture);
    // The memory is the frame's, not FFmpeg's.
    target.data(0, null);
    if (code < 0) {
      pixels.close();
      throw new KeylightException("FFmpeg cannot convert this high-dynamic-range picture: " + Ffmpeg.reason(code));
    }
    return pixels;
  }

  @Override
  public void close() {
    avutil.av_frame_free(target);
    swscale.sws_free_context(context);
  }
}
