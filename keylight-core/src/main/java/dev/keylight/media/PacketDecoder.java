package dev.keylight.media;

import dev.keylight.BadInputException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Decodes a still picture's whole file as one packet by FFmpeg, where OpenCV cannot or loses something. */
final class PacketDecoder {
  private PacketDecoder() {}

  /**
   * @param codec FFmpeg's number of the picture format
   * @return the picture, owned by the caller
   * @throws BadInputException if it is damaged or larger than the limits
   */
  static AVFrame decode(Path file, byte[] content, int codec, Limits limits) {
    AVCodec decoder = avcodec.avcodec_find_decoder(codec);
    AVCodecContext context = avcodec.avcodec_alloc_context3(decoder);
    AVPacket packet = avcodec.av_packet_alloc();
    AVFrame picture = avutil.av_frame_alloc();
    try {
      context.max_pixels(limits.maxPixels());
      // A packet of FFmpeg's own has the padding that its readers need.
      avcodec.av_new_packet(packet, content.length);
      packet.data().put(content);
      Ffmpeg.clearLog();
      int code = avcodec.avcodec_open2(context, decoder, (AVDictionary) null);
      code = code < 0 ? code : avcodec.avcodec_send_packet(context, packet);
      code = code < 0 ? code : avcodec.avcodec_send_packet(context, null);
      code = code < 0 ? code : avcodec.avcodec_receive_frame(context, picture);
      if (code < 0) {
        avutil.av_frame_free(picture);
        throw new BadInputException(file + " is damaged, too large or stored in a way that cannot be decoded: "
            + Ffmpeg.reason(code));
      }
      return picture;
    } finally {
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(context);
    }
  }
}
