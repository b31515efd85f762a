package dev.keylight.media;

import dev.keylight.KeylightException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The video files Keylight writes: container, codecs and what the quality option means to each. */
enum VideoFormat {
  MP4("mp4", "mp4", List.of("libx264", "libopenh264"), "aac",
      Set.of("aac", "mp3", "ac3", "eac3", "opus", "flac", "alac")),
  WEBM("webm", "webm", List.of("libvpx-vp9"), "libopus", Set.of("opus", "vorbis")),
  MOV("mov", "mov", List.of("prores_ks"), "aac",
      Set.of("aac", "mp3", "ac3", "alac", "pcm_s16le", "pcm_s24le"));

  private final String extension;
  private final String muxer;
  private final List<String> encoders;
  private final String audioEncoder;
  /** Sound that players of this container know; containers themselves allow more. */
  private final Set<String> copiedAudio;

  VideoFormat(String extension, String muxer, List<String> encoders, String audioEncoder,
      Set<String> copiedAudio) {
    this.extension = extension;
    this.muxer = muxer;
    this.encoders = encoders;
    this.audioEncoder = audioEncoder;
    this.copiedAudio = copiedAudio;
  }

  /** The format of a file name, or null if it names none of these. */
  static VideoFormat ofName(String name) {
    for (VideoFormat format : values()) {
      if (name.toLowerCase(Locale.ROOT).endsWith("." + format.extension)) {
        return format;
      }
    }
    return null;
  }

  String muxer() {
    return muxer;
  }

  String audioEncoder() {
    return audioEncoder;
  }

  /** Whether sound in a codec, by FFmpeg's name, goes into this container as it is. */
  boolean copies(String audioCodec) {
    return copiedAudio.contains(audioCodec);
  }

  boolean keepsAlpha() {
    return this != MP4;
  }

  /** H.264 with subsampled chroma is built of 2×2 pixels, and OpenH264 offers nothing else. */
  boolean needsEvenSize() {
    return this == MP4;
  }

  int pixelFormat(boolean alpha) {
    return switch (this) {
      case MP4 -> avutil.AV_PIX_FMT_YUV420P;
      case WEBM -> alpha ? avutil.AV_PIX_FMT_YUVA420P : avutil.AV_PIX_FMT_YUV420P;
      case MOV -> alpha ? avutil.AV_PIX_FMT_YUVA444P10 : avutil.AV_PIX_FMT_YUV444P10;
    };
  }

  /** The first encoder of this format that the native library has: x264 only where the GPL natives were chosen. */
  AVCodec encoder() {
    for (String name : encoders) {
      AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
      if (codec != null) {
        return codec;
      }
    }
    throw new KeylightException("this FFmpeg build has none of the encoders " + encoders + " for ." + extension);
  }

  /** The encoder's own settings for a quality of 0 to 100. */
  static Map<String, String> settings(String encoder, int quality, boolean alpha) {
    return switch (encoder) {
      // Constant quantiser, of which 12 is OpenH264's finest: its rate control drops frames or starves the first ones.
      case "libopenh264" -> {
        String quantiser = Integer.toString(scale(quality, 44, 15, 12));
        yield Map.of("rc_mode", "quality", "qmin", quantiser, "qmax", quantiser, "allow_skip_frames", "0",
            "profile", "high", "coder", "cabac");
      }
      case "libx264" -> Map.of("preset", "veryfast", "crf", Integer.toString(scale(quality, 45, 16, 6)));
      case "libvpx-vp9" -> Map.of("crf", Integer.toString(scale(quality, 63, 18, 4)), "b", "0", "deadline", "good",
          "cpu-used", "5", "row-mt", "1", "auto-alt-ref", alpha ? "0" : "1");
      case "prores_ks" -> Map.of("profile", "4444", "alpha_bits", alpha ? "16" : "0", "vendor", "apl0");
      default -> Map.of();
    };
  }

  /** Straight lines through the values at quality 0, at the default and at 100. */
  static int scale(int quality, int worst, int standard, int best) {
    int middle = Output.DEFAULT_QUALITY;
    double value = quality <= middle
        ? worst + (standard - worst) * (double) quality / middle
        : standard + (best - standard) * (double) (quality - middle) / (100 - middle);
    return (int) Math.round(value);
  }
}
