package dev.keylight.media;

import dev.keylight.KeylightException;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Writes interleaved packets and tags into a container. */
final class Muxer implements AutoCloseable {
  /** Tags that MP4 and QuickTime have boxes for; others go into Apple's free-form key list. */
  private static final Set<String> CLASSIC_TAGS = Set.of("title", "artist", "album", "comment", "description",
      "synopsis", "copyright", "genre", "date");

  private final AtomicFile file;
  private final AVFormatContext context = new AVFormatContext(null);
  private AVIOContext io = new AVIOContext(null);
  private boolean started;

  Muxer(AtomicFile file, String format) {
    this.file = file;
    // MP4 opens the file a second time, by this name, to move its index to the front.
    String url = "file:" + file.temporary();
    check(avformat.avformat_alloc_output_context2(context, null, format, url));
    Ffmpeg.clearLog();
    check(avformat.avio_open2(io, url, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null));
    context.pb(io);
    // The same frames give the same bytes: no dates, no library versions.
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
  }

  boolean wantsGlobalHeaders() {
    return (context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
  }

  /** A stream without parameters, which the caller sets. */
  AVStream addStream() {
    return avformat.avformat_new_stream(context, null);
  }

  AVStream addStream(AVCodecContext encoder) {
    AVStream stream = addStream();
    check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
    return stream;
  }

  void tag(AVStream stream, String key, String value) {
    AVDictionary tags = new AVDictionary(stream.metadata());
    avutil.av_dict_set(tags, key, value, 0);
    stream.metadata(tags);
  }

  void start(Map<String, String> metadata) {
    AVDictionary tags = new AVDictionary(null);
    metadata.forEach((key, value) -> avutil.av_dict_set(tags, key, value, 0));
    context.metadata(tags);
    AVDictionary options = new AVDictionary(null);
    boolean freeTags = !CLASSIC_TAGS.containsAll(metadata.keySet());
    avutil.av_dict_set(options, "movflags", freeTags ? "+faststart+use_metadata_tags" : "+faststart", 0);
    Ffmpeg.clearLog();
    int code = avformat.avformat_write_header(context, options);
    avutil.av_dict_free(options);
    check(code);
    started = true;
  }

  /** Takes the packet's contents; its times must be in the stream's time base. */
  void write(AVPacket packet, AVStream stream) {
    packet.stream_index(stream.index());
    Ffmpeg.clearLog();
    check(avformat.av_interleaved_write_frame(context, packet));
    check(context.pb().error());
  }

  /** Writes what is buffered and the container's index. */
  void finish() {
    Ffmpeg.clearLog();
    started = false;
    check(avformat.av_write_trailer(context));
    avformat.avio_flush(context.pb());
    check(context.pb().error());
    check(closeFile());
  }

  private int closeFile() {
    if (io == null) {
      return 0;
    }
    int code = avformat.avio_close(io);
    io = null;
    context.pb(null);
    return code;
  }

  private void check(int code) {
    if (code < 0) {
      throw new KeylightException("cannot write " + file.target() + ": " + Ffmpeg.reason(code));
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      if (started) {
        // Releases the muxer's own buffers; the file itself is about to be removed.
        avformat.av_write_trailer(context);
      }
      closeFile();
      avformat.avformat_free_context(context);
      context.setNull();
    }
  }
}
