package dev.keylight.media;

import dev.keylight.KeylightException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Converts between a codec's pixels and a frame's RGB(A), straight into the other side's memory, by swscale. Made once
 * for one geometry, pixel format and colour matrix, and reused for every frame.
 */
final class PixelConverter implements AutoCloseable {
  /**
   * swscale's vector code may write up to this many bytes past the last pixel of a row; {@link #newPixels} leaves room.
   */
  private static final int OVERRUN = 64;

  /** Chroma interpolated to full width and rounded exactly: without these, edges of saturated colour shift and band. */
  private static final int ACCURATE = swscale.SWS_FULL_CHR_H_INT | swscale.SWS_ACCURATE_RND;

  /**
   * One side of a conversion.
   *
   * @param format FFmpeg's pixel format number
   * @param matrix swscale's number of the YUV matrix; without meaning for RGB
   * @param fullRange whether luma spans 0..255 rather than 16..235
   * @param leftChroma whether subsampled chroma sits on the left luma column (MPEG-2, H.264) rather than between two
   */
  record Side(int width, int height, int format, int matrix, boolean fullRange, boolean leftChroma) {
    static Side rgb(int width, int height, boolean alpha) {
      return new Side(width, height, alpha ? avutil.AV_PIX_FMT_RGBA : avutil.AV_PIX_FMT_RGB24, swscale.SWS_CS_DEFAULT,
          true, false);
    }
  }

  private final SwsContext context;
  private final Side from;
  private final Side to;
  private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
  private final IntPointer strides = new IntPointer(4);

  PixelConverter(Side from, Side to) {
    this.from = from;
    this.to = to;
    context = swscale.sws_alloc_context();
    context.flags(ACCURATE | filter(from, to)).src_w(from.width).src_h(from.height).src_format(from.format).src_range(bit(from.fullRange));
    context.dst_w(to.width).dst_h(to.height).dst_format(to.format).dst_range(bit(to.fullRange));
    if (from.leftChroma) {
      context.src_h_chr_pos(0);
    }
    if (to.leftChroma) {
      context.dst_h_chr_pos(0);
    }
    int code = swscale.sws_init_context(context, null, null);
    if (code < 0) {
      swscale.sws_freeContext(context);
      throw new KeylightException("FFmpeg cannot convert pixel format " + name(from.format) + " to " + name(to.format)
          + ": " + Ffmpeg.reason(code));
    }
    swscale.sws_setColorspaceDetails(context, swscale.sws_getCoefficients(from.matrix), bit(from.fullRange),
        swscale.sws_getCoefficients(to.matrix), bit(to.fullRange), 0, 1 << 16, 1 << 16);
    for (int i = 0; i < 4; i++) {
      planes.put(i, (BytePointer) null);
      strides.put(i, 0);
    }
  }

  /** Bilinear enlarges chroma as well as bicubic does and in two thirds of the time; everything else is bicubic. */
  private static int filter(Side from, Side to) {
    boolean decoding = to.format == avutil.AV_PIX_FMT_RGB24 || to.format == avutil.AV_PIX_FMT_RGBA;
    boolean sameSize = from.width == to.width && from.height == to.height;
    return decoding && sameSize ? swscale.SWS_BILINEAR : swscale.SWS_BICUBIC;
  }

  Side from() {
    return from;
  }

  /** Reads a decoded picture into new RGB(A) pixels, owned by the caller. */
  Mat toPixels(AVFrame picture) {
    boolean alpha = to.format == avutil.AV_PIX_FMT_RGBA;
    Mat pixels = newPixels(to.width, to.height, alpha);
    planes.put(0, pixels.data());
    strides.put(0, Math.toIntExact(pixels.step()));
    swscale.sws_scale(context, picture.data(), picture.linesize(), 0, from.height, planes, strides);
    return pixels;
  }

  /** Writes RGB(A) pixels into a codec's picture, whose memory is already allocated. */
  void toPicture(Mat pixels, AVFrame picture) {
    planes.put(0, pixels.data());
    strides.put(0, Math.toIntExact(pixels.step()));
    swscale.sws_scale(context, planes, strides, 0, from.height, picture.data(), picture.linesize());
  }

  /**
   * Continuous 8-bit pixels followed by spare memory for swscale's overrun. They are no part of a larger matrix: of such,
   * OpenCV's filters read the neighbours beyond the edge, which here nobody ever wrote.
   */
  static Mat newPixels(int width, int height, boolean alpha) {
    int type = alpha ? opencv_core.CV_8UC4 : opencv_core.CV_8UC3;
    int spareRows = 1 + OVERRUN / (width * (alpha ? 4 : 3));
    Mat pixels = new Mat(height + spareRows, width, type);
    pixels.resize(height); // takes rows off and keeps the memory
    return pixels;
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }

  static String name(int format) {
    BytePointer name = avutil.av_get_pix_fmt_name(format);
    return name == null ? "number " + format : name.getString();
  }

  @Override
  public void close() {
    swscale.sws_freeContext(context);
    planes.close();
    strides.close();
  }
}
