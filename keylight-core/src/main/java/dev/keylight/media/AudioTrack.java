package dev.keylight.media;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The sound of another file, written beside new pictures: its packets as they are where the container allows, else
 * recoded. Time 0 is the other file's first picture, or its first sound if it has no pictures.
 */
interface AudioTrack extends AutoCloseable {
  /**
   * Adds the file's main sound track to an output whose header is not written yet.
   *
   * @return null, with a note, if the file has no sound
   */
  static AudioTrack open(Path file, Muxer muxer, VideoFormat format, Consumer<String> notes) {
    Demuxer source = Demuxer.open(file, Limits.DEFAULT);
    try {
      AVStream sound = source.best(avutil.AVMEDIA_TYPE_AUDIO);
      if (sound == null) {
        notes.accept(file + " has no sound; the video will be silent");
        source.close();
        return null;
      }
      double start = startSeconds(source, sound);
      source.only(sound);
      if (format.copies(avcodec.avcodec_get_name(sound.codecpar().codec_id()).getString())) {
        return new CopiedAudio(source, sound, start, muxer);
      }
      return new RecodedAudio(source, sound, start, muxer, format);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static double startSeconds(Demuxer source, AVStream sound) {
    AVStream pictures = source.best(avutil.AVMEDIA_TYPE_VIDEO);
    AVStream first = pictures == null ? sound : pictures;
    long start = first.start_time();
    return start == avutil.AV_NOPTS_VALUE ? 0 : start * Ffmpeg.rational(first.time_base()).value();
  }

  /** Writes the sound up to a time in seconds, so that pictures and sound alternate in the file. */
  void writeUntil(double seconds);

  /** Writes the rest up to the end of the pictures, in seconds. */
  void finish(double seconds);

  @Override
  void close();
}
