package dev.keylight.media;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/** Sound decoded, resampled and encoded anew, because the container cannot hold its original form. */
final class RecodedAudio implements AudioTrack {
  private static final int SAMPLE_RATE = 48_000;
  private static final long BITS_PER_CHANNEL = 96_000;
  private static final Rational SAMPLE = new Rational(1, SAMPLE_RATE);

  private final Demuxer source;
  private final AVStream from;
  private final AVStream to;
  private final Muxer muxer;
  private final double start;
  private final AVCodecContext decoder;
  private final AVCodecContext encoder;
  private final SwrContext resampler = swresample.swr_alloc();
  private final AVAudioFifo queue;
  private final AVFrame decoded = avutil.av_frame_alloc();
  private final AVFrame resampled = avutil.av_frame_alloc();
  private final AVFrame block = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  /** Samples handed to the encoder so far. */
  private long encoded;
  /** Sample number at which the pictures end; encoders flush a block or two beyond it. */
  private long end = Long.MAX_VALUE;
  private boolean ended;

  RecodedAudio(Demuxer source, AVStream from, double start, Muxer muxer, VideoFormat format) {
    this.source = source;
    this.from = from;
    this.start = start;
    this.muxer = muxer;
    decoder = openDecoder();
    encoder = openEncoder(format.audioEncoder());
    to = muxer.addStream(encoder);
    to.time_base(encoder.time_base());
    queue = avutil.av_audio_fifo_alloc(encoder.sample_fmt(), encoder.ch_layout().nb_channels(), SAMPLE_RATE);
    block.format(encoder.sample_fmt()).sample_rate(SAMPLE_RATE).nb_samples(encoder.frame_size());
    avutil.av_channel_layout_copy(block.ch_layout(), encoder.ch_layout());
    check(avutil.av_frame_get_buffer(block, 0));
  }

  private AVCodecContext openDecoder() {
    AVCodec codec = avcodec.avcodec_find_decoder(from.codecpar().codec_id());
    if (codec == null) {
      throw new BadInputException("the sound of " + source.file() + " is in a format that cannot be decoded here");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    avcodec.avcodec_parameters_to_context(context, from.codecpar());
    context.pkt_timebase(from.time_base());
    check(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    return context;
  }

  private AVCodecContext openEncoder(String name) {
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    int channels = Math.min(2, Math.max(1, decoder.ch_layout().nb_channels()));
    AVChannelLayout layout = new AVChannelLayout();
    avutil.av_channel_layout_default(layout, channels);
    context.ch_layout(layout);
    context.sample_rate(SAMPLE_RATE).bit_rate(BITS_PER_CHANNEL * channels);
    context.sample_fmt("aac".equals(name) ? avutil.AV_SAMPLE_FMT_FLTP : avutil.AV_SAMPLE_FMT_FLT);
    context.time_base(Ffmpeg.rational(SAMPLE));
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
    if (muxer.wantsGlobalHeaders()) {
      context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    return context;
  }

  @Override
  public void writeUntil(double seconds) {
    long wanted = Math.round(seconds * SAMPLE_RATE);
    while (!ended && encoded < wanted) {
      decodeSome();
      encodeQueued(Long.MAX_VALUE);
    }
  }

  /** Decodes one packet into the queue of samples. */
  private void decodeSome() {
    AVPacket next = source.next(from);
    Ffmpeg.clearLog();
    int sent = avcodec.avcodec_send_packet(decoder, next);
    if (sent < 0 && !Ffmpeg.isEof(sent)) {
      throw new BadInputException("the sound of " + source.file() + " is damaged: " + Ffmpeg.reason(sent));
    }
    while (avcodec.avcodec_receive_frame(decoder, decoded) >= 0) {
      if (decoded.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
        // Plain WAV says how many channels there are, not which: two are left and right.
        avutil.av_channel_layout_default(decoded.ch_layout(), decoded.ch_layout().nb_channels());
      }
      if (swresample.swr_is_initialized(resampler) == 0) {
        begin();
      }
      enqueue(decoded);
      avutil.av_frame_unref(decoded);
    }
    if (next == null) {
      if (swresample.swr_is_initialized(resampler) != 0) {
        enqueue(null);
      }
      ended = true;
    }
  }

  /** Sets up the resampler by the first decoded block, whose form headers sometimes leave open. */
  private void begin() {
    prepareResampled();
    check(swresample.swr_config_frame(resampler, resampled, decoded));
    check(swresample.swr_init(resampler));
    align();
  }

  /** Makes the first sample fall on time 0: silence before sound that starts late, a cut of sound that starts early. */
  private void align() {
    if (decoded.pts() == avutil.AV_NOPTS_VALUE) {
      return;
    }
    double lead = decoded.pts() * Ffmpeg.rational(from.time_base()).value() - start;
    check(lead > 0 ? swresample.swr_inject_silence(resampler, (int) Math.round(lead * decoded.sample_rate()))
        : swresample.swr_drop_output(resampler, (int) Math.round(-lead * SAMPLE_RATE)));
  }

  private void prepareResampled() {
    avutil.av_frame_unref(resampled);
    resampled.format(encoder.sample_fmt()).sample_rate(SAMPLE_RATE);
    avutil.av_channel_layout_copy(resampled.ch_layout(), encoder.ch_layout());
  }

  private void enqueue(AVFrame input) {
    prepareResampled();
    check(swresample.swr_convert_frame(resampler, resampled, input));
    if (resampled.nb_samples() > 0) {
      check(avutil.av_audio_fifo_write(queue, resampled.extended_data(), resampled.nb_samples()));
    }
  }

  /** Encodes whole blocks from the queue, up to a sample number, and the remainder once the source has ended. */
  private void encodeQueued(long lastSample) {
    int size = encoder.frame_size();
    while (encoded < lastSample) {
      int available = avutil.av_audio_fifo_size(queue);
      int take = (int) Math.min(size, Math.min(available, lastSample - encoded));
      boolean partial = take < size;
      if (take == 0 || partial && !ended && lastSample == Long.MAX_VALUE) {
        return;
      }
      check(avutil.av_frame_make_writable(block));
      block.nb_samples(take);
      check(avutil.av_audio_fifo_read(queue, block.extended_data(), take));
      block.pts(encoded);
      encoded += take;
      encode(block);
      if (partial) {
        return;
      }
    }
  }

  private void encode(AVFrame samples) {
    Ffmpeg.clearLog();
    check(avcodec.avcodec_send_frame(encoder, samples));
    while (avcodec.avcodec_receive_packet(encoder, packet) >= 0) {
      if (packet.pts() < end) {
        avcodec.av_packet_rescale_ts(packet, encoder.time_base(), to.time_base());
        muxer.write(packet, to);
      }
    }
  }

  @Override
  public void finish(double seconds) {
    end = Math.round(seconds * SAMPLE_RATE);
    while (!ended && encoded + avutil.av_audio_fifo_size(queue) < end) {
      decodeSome();
    }
    encodeQueued(end);
    encode(null);
  }

  private void check(int code) {
    if (code < 0) {
      throw new KeylightException("cannot recode the sound of " + source.file() + ": " + Ffmpeg.reason(code));
    }
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(block);
    avutil.av_frame_free(resampled);
    avutil.av_frame_free(decoded);
    avutil.av_audio_fifo_free(queue);
    swresample.swr_free(resampler);
    avcodec.avcodec_free_context(encoder);
    avcodec.avcodec_free_context(decoder);
    source.close();
  }
}
