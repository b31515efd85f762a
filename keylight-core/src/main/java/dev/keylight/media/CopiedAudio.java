package dev.keylight.media;

import dev.keylight.KeylightException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;

/** Sound packets passed on untouched, cut at packet boundaries. */
final class CopiedAudio implements AudioTrack {
  /** Packets this long before time 0 prepare the decoder (AAC's and Opus's priming) and are kept, in seconds. */
  private static final double PRIMING = 0.1;

  private final Demuxer source;
  private final AVStream from;
  private final AVStream to;
  private final Muxer muxer;
  private final double start;
  private final Rational sourceBase;
  /** Read but not yet due, or null before the first and after the last. */
  private AVPacket pending;
  private boolean ended;

  CopiedAudio(Demuxer source, AVStream from, double start, Muxer muxer) {
    this.source = source;
    this.from = from;
    this.start = start;
    this.muxer = muxer;
    sourceBase = Ffmpeg.rational(from.time_base());
    to = muxer.addStream();
    if (avcodec.avcodec_parameters_copy(to.codecpar(), from.codecpar()) < 0) {
      throw new KeylightException("cannot copy the sound of " + source.file());
    }
    // The tag names the codec in the source's container; the new container has its own.
    to.codecpar().codec_tag(0);
    to.time_base(from.time_base());
  }

  @Override
  public void writeUntil(double seconds) {
    while (!ended) {
      if (pending == null) {
        pending = source.next(from);
        if (pending == null) {
          ended = true;
          return;
        }
      }
      double time = pending.pts() * sourceBase.value() - start;
      if (time >= seconds) {
        return;
      }
      if (time > -PRIMING) {
        long shift = Math.round(start / sourceBase.value());
        pending.pts(pending.pts() - shift);
        pending.dts(pending.dts() - shift);
        avcodec.av_packet_rescale_ts(pending, from.time_base(), to.time_base());
        muxer.write(pending, to);
      }
      pending = null;
    }
  }

  @Override
  public void finish(double seconds) {
    writeUntil(seconds);
  }

  @Override
  public void close() {
    source.close();
  }
}
