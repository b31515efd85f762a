package dev.keylight.media;

import dev.keylight.BadInputException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/**
 * What the container says about its picture track, read once before decoding.
 *
 * @param info what users are told
 * @param orientation how to turn decoded pictures
 * @param storedWidth width of a picture with square pixels, before turning
 * @param storedHeight height of a picture with square pixels, before turning
 * @param decoder the codec to open
 */
record VideoHeader(MediaInfo info, Orientation orientation, int storedWidth, int storedHeight, AVCodec decoder) {
  static VideoHeader read(Demuxer demuxer, AVStream stream) {
    AVCodecParameters codec = stream.codecpar();
    if (codec.width() <= 0 || codec.height() <= 0) {
      throw new BadInputException(demuxer.file() + " does not say how large its pictures are; it is damaged or cut off");
    }
    boolean vpxAlpha = isVpx(codec.codec_id()) && "1".equals(tag(stream, "alpha_mode"));
    AVCodec decoder = decoder(demuxer, codec.codec_id(), vpxAlpha);

    int width = codec.width();
    int height = codec.height();
    AVRational aspect = avformat.av_guess_sample_aspect_ratio(demuxer.context(), stream, (AVFrame) null);
    // Square pixels by enlarging the shorter side, so that nothing is thrown away.
    if (aspect.num() > aspect.den() && aspect.den() > 0) {
      width = Math.toIntExact(Math.round((double) width * aspect.num() / aspect.den()));
    } else if (aspect.num() > 0 && aspect.num() < aspect.den()) {
      height = Math.toIntExact(Math.round((double) height * aspect.den() / aspect.num()));
    }

    Orientation orientation = orientation(codec);
    boolean turned = orientation.swapsSides();
    Timing timing = timing(demuxer, stream);
    AVStream audio = demuxer.best(avutil.AVMEDIA_TYPE_AUDIO);
    MediaInfo info = new MediaInfo(demuxer.file(), false, turned ? height : width, turned ? width : height,
        timing.rate, timing.variable, timing.frames, timing.seconds, audio != null,
        vpxAlpha || hasAlpha(codec.format()), name(codec.codec_id()),
        audio == null ? "" : name(audio.codecpar().codec_id()));
    return new VideoHeader(info, orientation, width, height, decoder);
  }

  private static AVCodec decoder(Demuxer demuxer, int id, boolean vpxAlpha) {
    AVCodec codec = null;
    if (vpxAlpha) {
      // FFmpeg's own VP8 and VP9 decoders ignore the alpha plane.
      codec = avcodec.avcodec_find_decoder_by_name(id == avcodec.AV_CODEC_ID_VP9 ? "libvpx-vp9" : "libvpx");
    }
    if (codec == null) {
      codec = avcodec.avcodec_find_decoder(id);
    }
    if (codec == null) {
      throw new BadInputException(demuxer.file() + " uses the codec " + name(id) + ", which cannot be decoded here; "
          + "convert it to H.264");
    }
    return codec;
  }

  private static boolean isVpx(int id) {
    return id == avcodec.AV_CODEC_ID_VP8 || id == avcodec.AV_CODEC_ID_VP9;
  }

  private static boolean hasAlpha(int pixelFormat) {
    return pixelFormat >= 0
        && (avutil.av_pix_fmt_desc_get(pixelFormat).flags() & avutil.AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  private static String name(int codec) {
    return avcodec.avcodec_get_name(codec).getString();
  }

  private static String tag(AVStream stream, String key) {
    AVDictionaryEntry entry = avutil.av_dict_get(stream.metadata(), key, null, 0);
    return entry == null ? null : entry.value().getString();
  }

  private static Orientation orientation(AVCodecParameters codec) {
    AVPacketSideData side = codec.nb_coded_side_data() == 0 ? null : avcodec.av_packet_side_data_get(
        codec.coded_side_data(), codec.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (side == null || side.isNull() || side.size() < 9 * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    IntPointer matrix = new IntPointer(side.data());
    return Orientation.ofDisplayMatrix(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
  }

  private record Timing(Rational rate, boolean variable, long frames, double seconds) {}

  private static Timing timing(Demuxer demuxer, AVStream stream) {
    Rational rate = Ffmpeg.rational(avformat.av_guess_frame_rate(demuxer.context(), stream, null));
    Rational average = Ffmpeg.rational(stream.avg_frame_rate());
    if (average.numerator() <= 0) {
      average = rate;
    }
    boolean variable = hasUnevenIndex(stream)
        || rate.numerator() > 0 && Math.abs(average.value() / rate.value() - 1) > 0.01;
    if (variable || rate.numerator() <= 0) {
      rate = average;
    }
    if (rate.numerator() <= 0) {
      rate = new Rational(25, 1);
    }
    double seconds = -1;
    if (stream.duration() > 0) {
      seconds = stream.duration() * Ffmpeg.rational(stream.time_base()).value();
    } else if (demuxer.context().duration() > 0) {
      seconds = demuxer.context().duration() / (double) avutil.AV_TIME_BASE;
    }
    long frames = stream.nb_frames() > 0 ? stream.nb_frames() : seconds < 0 ? -1 : Math.round(seconds * rate.value());
    return new Timing(rate, variable, frames, seconds);
  }

  /** Whether the container's own table of all frames shows steps that differ by more than rounding. */
  private static boolean hasUnevenIndex(AVStream stream) {
    int entries = avformat.avformat_index_get_entries_count(stream);
    if (entries < 3 || entries != stream.nb_frames()) {
      return false;
    }
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    long previous = avformat.avformat_index_get_entry(stream, 0).timestamp();
    for (int i = 1; i < entries; i++) {
      AVIndexEntry entry = avformat.avformat_index_get_entry(stream, i);
      long step = entry.timestamp() - previous;
      previous = entry.timestamp();
      shortest = Math.min(shortest, step);
      longest = Math.max(longest, step);
    }
    return longest - shortest > 1 + shortest / 50;
  }
}
