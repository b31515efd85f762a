package dev.keylight.media;

import dev.keylight.BadInputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * Pictures with linear floating-point light: Radiance {@code .hdr} and OpenEXR. Decoded by FFmpeg, because OpenCV keeps
 * its OpenEXR reader switched off unless an environment variable is set before the process starts.
 */
public final class HdrImage {
  private static final int RADIANCE_MAGIC = 0x233F; // "#?"
  private static final int OPENEXR_MAGIC = 0x762F3101;

  private HdrImage() {}

  /**
   * Reads linear RGB, unclipped, in the file's own units.
   *
   * @return a {@code CV_32FC3} picture in R, G, B order, owned by the caller
   * @throws BadInputException if the file is missing, damaged, of another kind or larger than {@link Limits#DEFAULT}
   */
  public static Mat read(Path file) {
    byte[] content = Images.content(file, Limits.DEFAULT);
    int magic = content.length < 16 ? 0 : ByteBuffer.wrap(content).getInt();
    int codec;
    if (magic == OPENEXR_MAGIC) {
      codec = avcodec.AV_CODEC_ID_EXR;
    } else if (magic >>> 16 == RADIANCE_MAGIC) {
      codec = avcodec.AV_CODEC_ID_RADIANCE_HDR;
    } else {
      throw new BadInputException(file + " is not a Radiance .hdr or an OpenEXR picture");
    }
    AVFrame picture = PacketDecoder.decode(file, content, codec, Limits.DEFAULT);
    try {
      return interleave(file, picture);
    } finally {
      avutil.av_frame_free(picture);
    }
  }

  /** FFmpeg gives planes in the order G, B, R(, A), or one grey plane, of whole or half floats. */
  private static Mat interleave(Path file, AVFrame picture) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(picture.format());
    if ((format.flags() & avutil.AV_PIX_FMT_FLAG_FLOAT) == 0) {
      throw new BadInputException(file + " holds " + PixelConverter.name(picture.format())
          + " samples; expected floating-point light");
    }
    int type = format.comp(0).depth() == 16 ? opencv_core.CV_16F : opencv_core.CV_32F;
    int[] redGreenBlue = format.nb_components() >= 3 ? new int[] {2, 0, 1} : new int[] {0, 0, 0};
    try (MatVector planes = new MatVector(3); Mat stored = new Mat()) {
      for (int i = 0; i < 3; i++) {
        int plane = redGreenBlue[i];
        planes.put(i, new Mat(picture.height(), picture.width(), type, picture.data(plane), picture.linesize(plane)));
      }
      opencv_core.merge(planes, stored);
      Mat linear = new Mat();
      stored.convertTo(linear, opencv_core.CV_32F);
      return linear;
    }
  }
}
