package dev.keylight.media;

import dev.keylight.BadInputException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;

/** How long a file's sound lasts, as its headers tell. */
public final class SoundLength {
  private SoundLength() {}

  /**
   * Seconds of the file's main sound track.
   *
   * @return 0 without sound, negative when the headers do not tell
   * @throws BadInputException if the file is missing or no media file
   */
  public static double seconds(Path file) {
    try (Demuxer source = Demuxer.open(file, Limits.DEFAULT)) {
      AVStream sound = source.best(avutil.AVMEDIA_TYPE_AUDIO);
      if (sound == null) {
        return 0;
      }
      long length = sound.duration();
      return length == avutil.AV_NOPTS_VALUE ? -1 : length * Ffmpeg.rational(sound.time_base()).value();
    }
  }
}
