package dev.keylight.media;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.opencv_core.Mat;

/** The pictures of a video file, decoded one by one by FFmpeg. */
final class VideoSource implements FrameSource {
  /** Two: enough to overlap with the rest of the pipeline without holding many pictures in flight. */
  private static final String DECODER_THREADS = "2";

  private final Demuxer demuxer;
  private final Limits limits;
  private final AVStream stream;
  private final VideoHeader header;
  private final AVCodecContext decoder;
  private final AVFrame picture;
  private final FrameClock clock;
  private PixelConverter converter;
  private ToneMapper toneMapper;
  private long delivered;
  private boolean draining;

  private VideoSource(Demuxer demuxer, Limits limits) {
    this.demuxer = demuxer;
    this.limits = limits;
    stream = demuxer.best(avutil.AVMEDIA_TYPE_VIDEO);
    if (stream == null) {
      throw new BadInputException(demuxer.file() + " has no picture track");
    }
    header = VideoHeader.read(demuxer, stream);
    if (header.info().frameCount() > limits.maxFrames()) {
      throw new BadInputException(demuxer.file() + " has " + header.info().frameCount()
          + " frames, more than the limit of " + limits.maxFrames() + "; cut it or raise the limit");
    }
    clock = new FrameClock(Ffmpeg.rational(stream.time_base()), header.info());
    demuxer.only(stream);
    decoder = openDecoder();
    picture = avutil.av_frame_alloc();
  }

  static VideoSource open(Path file, Limits limits) {
    Demuxer demuxer = Demuxer.open(file, limits);
    try {
      return new VideoSource(demuxer, limits);
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  private AVCodecContext openDecoder() {
    AVCodec codec = header.decoder();
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    avcodec.avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.max_pixels(limits.maxPixels());
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "threads", DECODER_THREADS, 0);
    Ffmpeg.clearLog();
    int code = avcodec.avcodec_open2(context, codec, options);
    avutil.av_dict_free(options);
    if (code < 0) {
      avcodec.avcodec_free_context(context);
      throw new BadInputException(demuxer.file() + " cannot be decoded: " + Ffmpeg.reason(code));
    }
    return context;
  }

  @Override
  public MediaInfo info() {
    return header.info();
  }

  @Override
  public Frame next() {
    while (true) {
      Ffmpeg.clearLog();
      int code = avcodec.avcodec_receive_frame(decoder, picture);
      if (code >= 0) {
        return deliver();
      }
      if (Ffmpeg.isEof(code)) {
        if (delivered == 0) {
          throw new BadInputException(demuxer.file() + " holds no complete picture; it is damaged or cut off");
        }
        return null;
      }
      if (!Ffmpeg.wouldBlock(code)) {
        throw damaged(Ffmpeg.reason(code));
      }
      feed();
    }
  }

  private void feed() {
    if (draining) {
      throw new IllegalStateException("the decoder asks for data after its end");
    }
    AVPacket packet = demuxer.next(stream);
    draining = packet == null;
    if (packet != null && (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
      throw damaged("the file is cut off or has a gap");
    }
    Ffmpeg.clearLog();
    int code = avcodec.avcodec_send_packet(decoder, packet);
    if (code < 0 && !Ffmpeg.isEof(code)) {
      throw damaged(Ffmpeg.reason(code));
    }
  }

  private Frame deliver() {
    try {
      if (picture.decode_error_flags() != 0 || (picture.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
        throw damaged("its picture is incomplete");
      }
      Rational timeBase = clock.timeBase();
      long time = clock.next(picture.best_effort_timestamp());
      if (delivered >= limits.maxFrames() || time * timeBase.value() > limits.maxSeconds()) {
        throw new BadInputException(demuxer.file() + " is longer than its header says and than the limit of "
            + limits.maxFrames() + " frames and " + limits.maxSeconds() + " seconds");
      }
      Mat pixels = header.orientation().apply(convert());
      delivered++;
      return Frame.of(pixels, time, timeBase);
    } finally {
      avutil.av_frame_unref(picture);
    }
  }

  private Mat convert() {
    if (ToneMapper.isFor(picture) && !header.info().hasAlpha()) {
      if (toneMapper == null) {
        toneMapper = new ToneMapper(header.storedWidth(), header.storedHeight());
      }
      return toneMapper.toPixels(picture);
    }
    PixelConverter.Side side = Colorimetry.of(picture);
    if (converter == null || !converter.from().equals(side)) {
      if (converter != null) {
        converter.close();
        converter = null;
      }
      converter = new PixelConverter(side,
          PixelConverter.Side.rgb(header.storedWidth(), header.storedHeight(), header.info().hasAlpha()));
    }
    return converter.toPixels(picture);
  }

  private KeylightException damaged(String why) {
    return new BadInputException("frame " + (delivered + 1) + " of " + demuxer.file() + " is damaged: " + why
        + "; repair the file or cut it to its good part");
  }

  @Override
  public void close() {
    if (converter != null) {
      converter.close();
      converter = null;
    }
    if (toneMapper != null) {
      toneMapper.close();
      toneMapper = null;
    }
    avutil.av_frame_free(picture);
    avcodec.avcodec_free_context(decoder);
    demuxer.close();
  }
}
