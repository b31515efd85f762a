package dev.keylight.media;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An opened media file, giving its packets. Only container formats that hold their own data are accepted, and only the
 * file system is reachable: a playlist (HLS, DASH, concat) inside a file with a harmless name could otherwise make
 * FFmpeg read other files or the network.
 */
final class Demuxer implements AutoCloseable {
  private static final String CONTAINERS = String.join(",", "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska",
      "webm", "avi", "flv", "mpeg", "mpegts", "mpegvideo", "m4v", "h264", "hevc", "vvc", "obu", "av1", "ivf", "ogg",
      "asf", "mxf", "nut", "dv", "gif", "apng", "yuv4mpegpipe", "rm", "gxf", "dnxhd", "mjpeg", "wav", "w64", "aiff",
      "caf", "mp3", "aac", "ac3", "eac3", "flac", "amr");

  private final Path file;
  private final AVFormatContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();

  private Demuxer(Path file, AVFormatContext context) {
    this.file = file;
    this.context = context;
  }

  /**
   * Opens the file and reads its headers.
   *
   * @throws BadInputException if it is missing, empty, not a media file or larger than the limits
   */
  static Demuxer open(Path file, Limits limits) {
    InputFile.requireReadable(file);
    AVFormatContext context = avformat.avformat_alloc_context();
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
    avutil.av_dict_set(options, "format_whitelist", CONTAINERS, 0);
    Ffmpeg.clearLog();
    int code = avformat.avformat_open_input(context, "file:" + file, null, options);
    avutil.av_dict_free(options);
    if (code < 0) {
      // FFmpeg has already freed the context.
      throw unreadable(file, code);
    }
    Demuxer demuxer = new Demuxer(file, context);
    try {
      demuxer.readHeaders(limits);
      return demuxer;
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  private void readHeaders(Limits limits) {
    checkPixels(limits);
    int known = context.nb_streams();
    // Looking for missing stream parameters can decode a picture, so the limit is given to those decoders too.
    int code;
    try (PointerPointer<AVDictionary> perStream = new PointerPointer<>(Math.max(1, known))) {
      for (int i = 0; i < known; i++) {
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "max_pixels", Long.toString(limits.maxPixels()), 0);
        avutil.av_dict_set(options, "threads", "1", 0);
        perStream.put(i, options);
      }
      code = avformat.avformat_find_stream_info(context, known == 0 ? null : perStream);
      for (int i = 0; i < known; i++) {
        AVDictionary options = new AVDictionary(perStream.get(i));
        avutil.av_dict_free(options);
      }
    }
    if (code < 0) {
      throw unreadable(file, code);
    }
    checkPixels(limits);
    checkLength();
    if (context.duration() > 0 && context.duration() / (double) avutil.AV_TIME_BASE > limits.maxSeconds()) {
      throw new BadInputException(String.format("%s lasts %.0f seconds, more than the limit of %.0f; cut it or raise "
          + "the limit", file, context.duration() / (double) avutil.AV_TIME_BASE, limits.maxSeconds()));
    }
  }

  private void checkLength() {
    try {
      if (context.iformat().name().getString().contains("matroska") && MatroskaSize.isCut(file)) {
        throw new BadInputException(file + " ends early: it is shorter than its header says; repair it or cut it to "
            + "its good part");
      }
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  private void checkPixels(Limits limits) {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
        InputFile.requirePixels(file, stream.codecpar().width(), stream.codecpar().height(), limits);
      }
    }
  }

  private static BadInputException unreadable(Path file, int code) {
    String reason = Ffmpeg.reason(code);
    if (reason.contains("whitelist")) {
      return new BadInputException(file + " is not a video or picture that can be read");
    }
    return new BadInputException(
        file + " is not a video or picture that can be read, or it is damaged: " + reason);
  }

  Path file() {
    return file;
  }

  AVFormatContext context() {
    return context;
  }

  /** The main stream of a kind ({@code AVMEDIA_TYPE_VIDEO} or {@code AVMEDIA_TYPE_AUDIO}), or null. */
  AVStream best(int kind) {
    int index = avformat.av_find_best_stream(context, kind, -1, -1, (AVCodec) null, 0);
    return index < 0 ? null : context.streams(index);
  }

  /** Lets the container skip packets of every other stream. */
  void only(AVStream wanted) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != wanted.index()) {
        context.streams(i).discard(avcodec.AVDISCARD_ALL);
      }
    }
  }

  /** The next packet of a stream, valid until the next call, or null at the end. */
  AVPacket next(AVStream wanted) {
    while (true) {
      avcodec.av_packet_unref(packet);
      Ffmpeg.clearLog();
      int code = avformat.av_read_frame(context, packet);
      if (Ffmpeg.isEof(code)) {
        return null;
      }
      if (code < 0) {
        throw new BadInputException(file + " ends early or is damaged: " + Ffmpeg.reason(code)
            + "; repair it or cut it to its good part");
      }
      if (packet.stream_index() == wanted.index()) {
        return packet;
      }
    }
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(context);
  }
}
