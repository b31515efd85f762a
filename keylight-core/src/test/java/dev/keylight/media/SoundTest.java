package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound is copied where the container allows, else recoded, and ends with the pictures. */
class SoundTest {
  private static final Rational RATE = new Rational(25, 1);

  @TempDir Path folder;
  private Path tone;

  @BeforeEach
  void makeTone() throws IOException {
    tone = Clips.tone(folder.resolve("tone.wav"), 3);
  }

  @ParameterizedTest
  @CsvSource({"mp4, aac", "webm, opus", "mov, pcm_s16le"})
  void takesAFormThatPlayersKnow(String extension, String codec) {
    Path file = Clips.write(folder.resolve("a." + extension), 64, 64, 50, Output.at(RATE).withAudio(tone));
    try (FrameSource source = Media.open(file)) {
      assertThat(source.info().audioCodec()).isEqualTo(codec);
    }
    assertThat(soundSeconds(file)).isCloseTo(2.0, Offset.offset(0.05));
    assertThat(Clips.count(file)).isEqualTo(50);
  }

  @Test
  void packetsAreCopiedUntouched() {
    Path first = Clips.write(folder.resolve("first.mp4"), 64, 64, 50, Output.at(RATE).withAudio(tone));
    Path second = Clips.write(folder.resolve("second.mp4"), 64, 64, 50, Output.at(RATE).withAudio(first));
    assertThat(packets(second)).hasSizeGreaterThan(80).isEqualTo(packets(first));
  }

  @Test
  void endsWithThePictures() {
    Path longer = Clips.write(folder.resolve("longer.mp4"), 64, 64, 75, Output.at(RATE).withAudio(tone));
    Path cut = Clips.write(folder.resolve("cut.mp4"), 64, 64, 20, Output.at(RATE).withAudio(longer));
    assertThat(soundSeconds(cut)).isCloseTo(0.8, Offset.offset(0.05));
  }

  @Test
  void silenceIsRemarkedNotAnError() {
    Path silent = Clips.write(folder.resolve("silent.mp4"), 64, 64, 2, Output.at(RATE));
    List<String> notes = new ArrayList<>();
    try (FrameSink sink = Media.create(folder.resolve("b.mp4"), Output.at(RATE).withAudio(silent), notes::add);
        Frame frame = Patterns.smooth(64, 64, false, 0, RATE)) {
      sink.write(frame);
      sink.finish();
    }
    assertThat(notes).singleElement().asString().contains("has no sound");
  }

  private static double soundSeconds(Path file) {
    try (Demuxer demuxer = Demuxer.open(file, Limits.DEFAULT)) {
      AVStream sound = demuxer.best(avutil.AVMEDIA_TYPE_AUDIO);
      double end = 0;
      for (AVPacket packet = demuxer.next(sound); packet != null; packet = demuxer.next(sound)) {
        end = (packet.pts() + packet.duration()) * Ffmpeg.rational(sound.time_base()).value();
      }
      return end;
    }
  }

  private static List<Long> packets(Path file) {
    List<Long> checksums = new ArrayList<>();
    try (Demuxer demuxer = Demuxer.open(file, Limits.DEFAULT)) {
      AVStream sound = demuxer.best(avutil.AVMEDIA_TYPE_AUDIO);
      for (AVPacket packet = demuxer.next(sound); packet != null; packet = demuxer.next(sound)) {
        byte[] data = new byte[packet.size()];
        packet.data().get(data);
        CRC32 crc = new CRC32();
        crc.update(data);
        checksums.add(crc.getValue());
      }
    }
    return checksums;
  }
}
