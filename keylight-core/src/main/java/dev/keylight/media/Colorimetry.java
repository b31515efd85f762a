package dev.keylight.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/**
 * How a decoded picture's numbers mean colour: the matrix and range it is tagged with, and where tags are missing what
 * players assume, BT.601 for standard and BT.709 for high definition.
 */
final class Colorimetry {
  private Colorimetry() {}

  static PixelConverter.Side of(AVFrame picture) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(picture.format());
    boolean rgb = (format.flags() & avutil.AV_PIX_FMT_FLAG_RGB) != 0;
    boolean fullRange = rgb || picture.color_range() == avutil.AVCOL_RANGE_JPEG || isJpegFormat(picture.format());
    boolean left = format.log2_chroma_w() == 1 && (picture.chroma_location() == avutil.AVCHROMA_LOC_LEFT
        || picture.chroma_location() == avutil.AVCHROMA_LOC_UNSPECIFIED && !isJpegFormat(picture.format()));
    return new PixelConverter.Side(picture.width(), picture.height(), picture.format(), matrix(picture), fullRange,
        left);
  }

  private static int matrix(AVFrame picture) {
    int tag = picture.colorspace();
    if (tag == avutil.AVCOL_SPC_BT709) {
      return swscale.SWS_CS_ITU709;
    }
    if (tag == avutil.AVCOL_SPC_BT470BG || tag == avutil.AVCOL_SPC_SMPTE170M) {
      return swscale.SWS_CS_ITU601;
    }
    if (tag == avutil.AVCOL_SPC_BT2020_NCL || tag == avutil.AVCOL_SPC_BT2020_CL) {
      return swscale.SWS_CS_BT2020;
    }
    if (tag == avutil.AVCOL_SPC_SMPTE240M) {
      return swscale.SWS_CS_SMPTE240M;
    }
    if (tag == avutil.AVCOL_SPC_FCC) {
      return swscale.SWS_CS_FCC;
    }
    return usualMatrix(picture.width(), picture.height());
  }

  /** The matrix that players assume for a size when nothing is tagged, and that outputs of this size therefore use. */
  static int usualMatrix(int width, int height) {
    return width >= 1280 || height > 576 ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601;
  }

  /** The deprecated "yuvj" formats, which mean full range whatever the tag says. */
  private static boolean isJpegFormat(int format) {
    return format == avutil.AV_PIX_FMT_YUVJ420P || format == avutil.AV_PIX_FMT_YUVJ422P
        || format == avutil.AV_PIX_FMT_YUVJ444P || format == avutil.AV_PIX_FMT_YUVJ440P
        || format == avutil.AV_PIX_FMT_YUVJ411P;
  }
}
