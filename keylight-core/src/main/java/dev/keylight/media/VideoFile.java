package dev.keylight.media;

import dev.keylight.KeylightException;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/** Encodes frames into a video file. The encoder is opened by the first frame, which says how large they are. */
final class VideoFile implements FrameSink {
  private static final String ENCODER_THREADS = "2";
  /** A key picture at least this often, so that players can jump; in frames. */
  private static final int KEY_INTERVAL = 120;
  private static final Rational FALLBACK_RATE = new Rational(25, 1);

  private final AtomicFile file;
  private final VideoFormat format;
  private final Output output;
  private final Consumer<String> notes;
  private final AVPacket packet = avcodec.av_packet_alloc();

  private Muxer muxer;
  private AVCodecContext encoder;
  private AVStream stream;
  private AVFrame picture;
  private PixelConverter converter;
  private EncoderPixels pixels;
  private AudioTrack audio;
  private Rational timeBase;
  private long previousTime = -1;
  private long duration;
  private int width;
  private int height;
  private boolean alpha;

  VideoFile(AtomicFile file, VideoFormat format, Output output, Consumer<String> notes) {
    this.file = file;
    this.format = format;
    this.output = output;
    this.notes = notes;
  }

  @Override
  public void write(Frame frame) {
    if (encoder == null) {
      open(frame);
    }
    if (frame.width() != width || frame.height() != height || frame.hasAlpha() != alpha) {
      throw new IllegalArgumentException("frames of one video must be alike: the first was " + width + "×" + height
          + (alpha ? " with alpha" : "") + ", this one is " + frame.width() + "×" + frame.height()
          + (frame.hasAlpha() ? " with alpha" : ""));
    }
    long time = Ffmpeg.rescale(frame.presentationTime(), frame.timeBase(), timeBase);
    if (time <= previousTime) {
      throw new IllegalArgumentException("presentation times must increase, got " + frame.presentationTime() + " × "
          + frame.timeBase() + " s after " + previousTime + " × " + timeBase + " s");
    }
    if (output.frameRate() == null && previousTime >= 0) {
      duration = time - previousTime;
    }
    previousTime = time;
    check(avutil.av_frame_make_writable(picture));
    converter.toPicture(pixels.of(frame.pixels()), picture);
    picture.pts(time);
    picture.duration(duration);
    encode(picture);
  }

  private void open(Frame first) {
    width = first.width();
    height = first.height();
    alpha = first.hasAlpha();
    boolean keepAlpha = alpha && format.keepsAlpha();
    pixels = new EncoderPixels(width, height, alpha, keepAlpha, format.needsEvenSize());
    if (pixels.padded()) {
      notes.accept("H.264 needs even sizes: " + width + "×" + height + " is written as " + pixels.width() + "×"
          + pixels.height() + " with its last column or row repeated");
    }
    if (alpha && !keepAlpha) {
      notes.accept(format.muxer() + " cannot hold transparency: it is shown on black; choose .webm, .mov or PNG to "
          + "keep it");
    }
    timeBase = output.frameRate() == null ? first.timeBase() : FrameClock.fine(output.frameRate());
    Rational rate = output.frameRate() == null ? FALLBACK_RATE : output.frameRate();
    duration = Ffmpeg.rescale(1, new Rational(rate.denominator(), rate.numerator()), timeBase);

    muxer = new Muxer(file, format.muxer());
    openEncoder(format.encoder(), rate, format.pixelFormat(keepAlpha), keepAlpha);
    stream = muxer.addStream(encoder);
    stream.time_base(encoder.time_base());
    if (output.frameRate() != null) {
      stream.avg_frame_rate(encoder.framerate());
      stream.r_frame_rate(encoder.framerate());
    }
    if (keepAlpha && format == VideoFormat.WEBM) {
      muxer.tag(stream, "alpha_mode", "1");
    }
    if (output.audio() != null) {
      audio = AudioTrack.open(output.audio(), muxer, format, notes);
    }
    muxer.start(output.metadata());

    picture = avutil.av_frame_alloc();
    picture.format(encoder.pix_fmt()).width(pixels.width()).height(pixels.height());
    // ProRes takes its tags from here, not from the encoder's settings.
    picture.color_range(encoder.color_range()).colorspace(encoder.colorspace());
    picture.color_primaries(encoder.color_primaries()).color_trc(encoder.color_trc());
    check(avutil.av_frame_get_buffer(picture, 0));
    boolean leftChroma = encoder.chroma_sample_location() == avutil.AVCHROMA_LOC_LEFT;
    converter = new PixelConverter(PixelConverter.Side.rgb(pixels.width(), pixels.height(), keepAlpha),
        new PixelConverter.Side(pixels.width(), pixels.height(), encoder.pix_fmt(), Colorimetry.usualMatrix(pixels.width(), pixels.height()),
            false, leftChroma));
  }

  private void openEncoder(AVCodec codec, Rational rate, int pixelFormat, boolean keepAlpha) {
    encoder = avcodec.avcodec_alloc_context3(codec);
    encoder.width(pixels.width()).height(pixels.height()).pix_fmt(pixelFormat);
    encoder.time_base(Ffmpeg.rational(timeBase)).framerate(Ffmpeg.rational(rate));
    encoder.gop_size(KEY_INTERVAL).max_b_frames(0);
    // The matrix that readers which ignore tags (OpenCV among them) assume for this size, and the tag for the others.
    boolean bt709 = Colorimetry.usualMatrix(pixels.width(), pixels.height()) == swscale.SWS_CS_ITU709;
    encoder.colorspace(bt709 ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M);
    // Frames are sRGB: BT.709's primaries, and a curve near enough to BT.709's that players treat both alike.
    encoder.color_range(avutil.AVCOL_RANGE_MPEG)
        .color_primaries(avutil.AVCOL_PRI_BT709).color_trc(avutil.AVCOL_TRC_BT709);
    if (format != VideoFormat.MOV) {
      encoder.chroma_sample_location(avutil.AVCHROMA_LOC_LEFT);
    }
    encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
    if (muxer.wantsGlobalHeaders()) {
      encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "threads", ENCODER_THREADS, 0);
    Map<String, String> settings = VideoFormat.settings(codec.name().getString(), output.quality(), keepAlpha);
    settings.forEach((key, value) -> avutil.av_dict_set(options, key, value, 0));
    Ffmpeg.clearLog();
    int code = avcodec.avcodec_open2(encoder, codec, options);
    avutil.av_dict_free(options);
    if (code < 0) {
      throw new KeylightException("cannot encode " + file.target() + " at " + pixels.width() + "×" + pixels.height()
          + ": " + Ffmpeg.reason(code));
    }
  }

  /** Hands a picture, or null at the end, to the encoder and writes what comes out. */
  private void encode(AVFrame next) {
    Ffmpeg.clearLog();
    int sent = avcodec.avcodec_send_frame(encoder, next);
    if (sent < 0) {
      // OpenH264 gives up on a picture that is nothing but strong noise.
      throw new KeylightException("cannot encode the picture at " + previousTime * timeBase.value() + " s of "
          + file.target() + ": " + Ffmpeg.reason(sent) + "; a lower quality may help");
    }
    while (true) {
      int code = avcodec.avcodec_receive_packet(encoder, packet);
      if (Ffmpeg.wouldBlock(code) || Ffmpeg.isEof(code)) {
        return;
      }
      check(code);
      if (packet.duration() == 0) {
        packet.duration(duration);
      }
      if (audio != null) {
        audio.writeUntil(packet.pts() * timeBase.value());
      }
      avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      muxer.write(packet, stream);
    }
  }

  private void check(int code) {
    if (code < 0) {
      throw new KeylightException("cannot encode " + file.target() + ": " + Ffmpeg.reason(code));
    }
  }

  @Override
  public void finish() {
    if (encoder == null) {
      throw new KeylightException("cannot write " + file.target() + ": there was not a single frame");
    }
    encode(null);
    if (audio != null) {
      audio.finish((previousTime + duration) * timeBase.value());
    }
    muxer.finish();
    file.commit();
  }

  @Override
  public void close() {
    if (audio != null) {
      audio.close();
      audio = null;
    }
    if (converter != null) {
      converter.close();
      converter = null;
    }
    if (pixels != null) {
      pixels.close();
      pixels = null;
    }
    if (picture != null) {
      avutil.av_frame_free(picture);
    }
    avcodec.av_packet_free(packet);
    if (encoder != null) {
      avcodec.avcodec_free_context(encoder);
    }
    if (muxer != null) {
      muxer.close();
      muxer = null;
    }
    file.close();
  }
}
