package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever people give the command: one sentence, the right exit code, nothing half-written. */
class BadInputTest {
  @TempDir Path folder;
  private Samples samples;
  private Path results;

  @BeforeEach
  void prepare() throws IOException {
    samples = new Samples(folder.resolve("inputs"));
    results = Files.createDirectory(folder.resolve("results"));
  }

  private Run animate(Object portrait, Object driver, Object... more) {
    return run("animate", portrait, "--drive", driver, "--light", "rembrandt", "-o", out(), more);
  }

  private Run relight(Object input, Object... more) {
    return run("relight", input, "--light", "rembrandt", "-o", out(), more);
  }

  private Path out() {
    return results.resolve("out.mp4");
  }

  private static Run run(Object... words) {
    Object[] last = (Object[]) words[words.length - 1];
    Object[] all = Arrays.copyOf(words, words.length - 1 + last.length);
    System.arraycopy(last, 0, all, words.length - 1, last.length);
    return Run.keylight(all);
  }

  private void refused(Run run, int code, String... said) throws IOException {
    assertThat(run.err().strip()).startsWith("keylight: ").contains(said).doesNotContain("\n", "Exception", "null");
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(Samples.listed(results)).as("nothing half-written").isEmpty();
  }

  private void done(Run run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Samples.listed(results)).containsExactly("out.mp4", "out.mp4.json");
  }

  @Test
  void no_face_on_the_portrait() throws IOException {
    Path wall = samples.write("wall.png", plain(256, 256, Color.LIGHT_GRAY));
    refused(animate(wall, "nodding"), 3, "wall.png", "no face");
    refused(relight(wall), 3, "wall.png", "no face");
  }

  @Test
  void no_face_in_the_driver() throws IOException {
    Path wall = samples.clip("wall.mp4", List.of(plain(256, 256, Color.GRAY), plain(256, 256, Color.GRAY)));
    refused(animate(samples.face(), wall), 3, "wall.mp4", "no face");
  }

  @Test
  void a_clip_without_a_face_to_relight() throws IOException {
    Path wall = samples.clip("wall.mp4", List.of(plain(256, 256, Color.GRAY), plain(256, 256, Color.GRAY)));
    refused(relight(wall), 3, "wall.mp4", "no face");
  }

  @Test
  void no_face_on_the_photo_whose_light_is_wanted() throws IOException {
    Path wall = samples.write("wall.png", plain(256, 256, Color.LIGHT_GRAY));
    Run run = Run.keylight("relight", samples.face(), "--light", wall, "-o", out());
    refused(run, 3, "wall.png", "no face");
  }

  @Test
  void two_faces_are_told_and_can_be_chosen() throws IOException {
    BufferedImage both =
        Samples.picture(
            512, 256, BufferedImage.TYPE_3BYTE_BGR,
            g -> {
              g.drawImage(samples.portrait(), 0, 0, null);
              g.drawImage(samples.portrait(), 256, 0, null);
            });
    Path two = samples.write("two.png", both);
    Run largest = relight(two, "--seconds", "0.1");
    done(largest);
    assertThat(largest.err()).contains("two.png", "2 faces", "--face");
    assertThat(relight(two, "--seconds", "0.1", "--face", "1").code()).isZero();
    Files.delete(out());
    Files.delete(results.resolve("out.mp4.json"));
    assertThat(relight(two, "--face", "7").err()).contains("face 7").doesNotContain("Exception");
    assertThat(relight(two, "--face", "7").code()).isEqualTo(3);
    assertThat(Samples.listed(results)).isEmpty();
  }

  @Test
  void a_face_that_leaves_the_frame_is_held() throws IOException {
    int[] shifts = new int[30];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = i < 5 ? 0 : Math.min(256, (i - 4) * 40);
    }
    Run run = animate(samples.face(), samples.clip("leaving.mp4", shifts));
    done(run);
    assertThat(run.err()).contains("held").doesNotContain("Exception");
  }

  @Test
  void a_head_turned_to_profile_is_found_and_rendered() throws IOException {
    Path turned = results.resolve("turned.png");
    Run make =
        Run.keylight(
            "animate", samples.face(), "--drive", samples.face(), "--light", "flat", "--yaw", "60", "--no-limits", "-o", turned);
    assertThat(make.code()).as(make.err()).isZero();
    Path profile = Files.move(turned, folder.resolve("inputs").resolve("profile.png"));
    Files.delete(results.resolve("turned.png.json"));
    done(relight(profile, "--seconds", "0.1"));
  }

  @Test
  void a_black_picture() throws IOException {
    Path black = samples.write("black.png", plain(256, 256, Color.BLACK));
    refused(animate(black, "nodding"), 3, "black.png", "no face");
  }

  @Test
  void black_frames_within_a_clip_pass_as_they_are() throws IOException {
    BufferedImage face = samples.portrait();
    BufferedImage black = plain(256, 256, Color.BLACK);
    Run run = relight(samples.clip("flash.mp4", List.of(face, face, black, face, face)));
    done(run);
    assertThat(run.out()).contains("5 frames");
  }

  @Test
  void a_video_of_one_frame() throws IOException {
    Path one = samples.clip("one.mp4", 0);
    Run run = animate(samples.face(), one);
    done(run);
    assertThat(run.out()).contains("1 frame,");
  }

  @Test
  void corrupt_files() throws IOException {
    byte[] whole = Files.readAllBytes(samples.clip("whole.mp4", 0, 1, 2, 3, 4, 5, 6, 7));
    for (int i = whole.length / 4; i < whole.length * 3 / 4; i++) {
      whole[i] = (byte) (i * 31);
    }
    Path corrupt = Files.write(folder.resolve("inputs/corrupt.mp4"), whole);
    refused(animate(samples.face(), corrupt), 3, "corrupt.mp4");
    refused(relight(corrupt), 3, "corrupt.mp4");
    byte[] picture = Files.readAllBytes(samples.face());
    Arrays.fill(picture, 2000, picture.length - 2000, (byte) 0x55);
    Path broken = Files.write(folder.resolve("inputs/broken.png"), picture);
    refused(animate(broken, "nodding"), 3, "broken.png");
  }

  @Test
  void truncated_files() throws IOException {
    byte[] whole = Files.readAllBytes(samples.clip("whole.mp4", 0, 1, 2, 3));
    Path cut = Files.write(folder.resolve("inputs/cut.mp4"), Arrays.copyOf(whole, whole.length * 2 / 3));
    refused(animate(samples.face(), cut), 3, "cut.mp4");
    byte[] picture = Files.readAllBytes(samples.face());
    Path half = Files.write(folder.resolve("inputs/half.png"), Arrays.copyOf(picture, picture.length / 2));
    refused(animate(half, "nodding"), 3, "half.png");
  }

  @Test
  void zero_bytes() throws IOException {
    Path empty = Files.createFile(folder.resolve("inputs/empty.mp4"));
    Path nothing = Files.createFile(folder.resolve("inputs/nothing.png"));
    refused(animate(samples.face(), empty), 3, "empty.mp4", "empty");
    refused(animate(nothing, "nodding"), 3, "nothing.png", "empty");
  }

  @Test
  void text_renamed_to_mp4() throws IOException {
    Path letter = Files.writeString(folder.resolve("inputs/letter.mp4"), "Dear reader,\n".repeat(300));
    refused(animate(samples.face(), letter), 3, "letter.mp4");
    refused(relight(letter), 3, "letter.mp4");
  }

  @Test
  void missing_files() throws IOException {
    refused(animate(folder.resolve("nobody.png"), "nodding"), 3, "nobody.png", "does not exist");
    refused(animate(samples.face(), folder.resolve("nothing.mp4")), 3, "nothing.mp4", "talking");
  }

  @Test
  void a_header_that_claims_twenty_thousand_pixels_square() throws IOException {
    Path huge = Files.write(folder.resolve("inputs/huge.png"), pngHeader(20_000, 20_000));
    refused(animate(huge, "nodding"), 3, "huge.png");
  }

  @Test
  void odd_sizes() throws IOException {
    Path odd = samples.write("odd.png", samples.portrait().getSubimage(1, 1, 251, 233));
    done(relight(odd, "--seconds", "0.1"));
    assertThat(Files.size(out())).isPositive();
  }

  @Test
  void a_photo_that_is_stored_lying_is_set_upright() throws IOException {
    BufferedImage tall = Samples.picture(192, 256, BufferedImage.TYPE_3BYTE_BGR, g -> g.drawImage(samples.portrait(), -30, 0, null));
    BufferedImage lying =
        Samples.picture(
            256, 192, BufferedImage.TYPE_3BYTE_BGR,
            g -> {
              g.translate(0, 192);
              g.rotate(-Math.PI / 2);
              g.drawImage(tall, 0, 0, null);
            });
    Path jpeg = samples.write("lying.jpg", lying);
    Files.write(jpeg, withOrientation(Files.readAllBytes(jpeg), 6));
    Run run = relight(jpeg, "--seconds", "0.1");
    done(run);
    assertThat(run.out()).contains("192×256");
  }

  @Test
  void grey_sixteen_bit_palette_and_alpha_pictures() throws IOException {
    int[] types = {
      BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_4BYTE_ABGR
    };
    for (int type : types) {
      Path file =
          samples.write(
              "type" + type + ".png", Samples.picture(256, 256, type, g -> g.drawImage(samples.portrait(), 0, 0, null)));
      Run run = relight(file, "--seconds", "0.1");
      done(run);
    }
  }

  @Test
  void a_cmyk_jpeg_is_read_as_the_picture_it_shows() throws IOException {
    WritableRaster ink = Raster.createInterleavedRaster(0, 256, 256, 4, null);
    for (int y = 0; y < 256; y++) {
      for (int x = 0; x < 256; x++) {
        int rgb = samples.portrait().getRGB(x, y);
        // Adobe's programs, which make nearly all such files, store how much paper each ink leaves.
        ink.setPixel(x, y, new int[] {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 255});
      }
    }
    Path file = folder.resolve("inputs/ink.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(ink, null, null), null);
    } finally {
      writer.dispose();
    }
    done(relight(file, "--seconds", "0.1"));
  }

  @Test
  void outputs_that_cannot_be_written() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Run below =
        Run.keylight("animate", samples.face(), "--drive", "nodding", "--light", "flat", "-o", file.resolve("out.mp4"));
    refused(below, 1, "cannot write");
    Run nowhere =
        Run.keylight("animate", samples.face(), "--drive", "nodding", "--light", "flat", "-o", folder.resolve("no/such/out.mp4"));
    refused(nowhere, 1, "no/such");
    Run strange =
        Run.keylight("animate", samples.face(), "--drive", "nodding", "--light", "flat", "-o", results.resolve("out.xyz"));
    refused(strange, 1, "out.xyz", ".mp4");
  }

  @Test
  void the_output_is_never_an_input() throws IOException {
    Path face = samples.face();
    byte[] before = Files.readAllBytes(face);
    Run run = Run.keylight("relight", face, "--light", "flat", "-o", face);
    refused(run, 3, "face.png", "input");
    assertThat(Files.readAllBytes(face)).isEqualTo(before);
  }

  @Test
  void many_frames_do_not_fit_one_picture() throws IOException {
    Run run = Run.keylight("animate", samples.face(), "--drive", "nodding", "--light", "flat", "-o", results.resolve("out.png"));
    refused(run, 1, "out.png", ".mp4");
  }

  @Test
  void unknown_light_engine_and_template() throws IOException {
    Run light = Run.keylight("relight", samples.face(), "--light", "rembrand", "-o", out());
    refused(light, 3, "rembrand", "rembrandt");
    refused(relight(samples.face(), "--engine", "magic"), 3, "magic", "warp");
    refused(animate(samples.face(), "dancing"), 3, "dancing", "talking");
  }

  @Test
  void wrong_usage() throws IOException {
    Run range = relight(samples.face(), "--exposure", "40");
    assertThat(range.err()).contains("exposure", "-4", "4", "40");
    assertThat(range.code()).isEqualTo(2);
    Run missing = Run.keylight("animate", samples.face(), "-o", out());
    assertThat(missing.err()).contains("--light");
    assertThat(missing.code()).isEqualTo(2);
    Run word = relight(samples.face(), "--quality", "good");
    assertThat(word.code()).isEqualTo(2);
    assertThat(Samples.listed(results)).isEmpty();
  }

  private static BufferedImage plain(int width, int height, Color color) {
    return Samples.picture(
        width, height, BufferedImage.TYPE_3BYTE_BGR,
        (Graphics2D g) -> {
          g.setColor(color);
          g.fillRect(0, 0, width, height);
        });
  }

  /** Signature and first chunk of a PNG, and nothing else. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer chunk = ByteBuffer.allocate(17).put(new byte[] {'I', 'H', 'D', 'R'});
    chunk.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(chunk.array());
    ByteBuffer file = ByteBuffer.allocate(33).put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    return file.putInt(13).put(chunk.array()).putInt((int) sum.getValue()).array();
  }

  /** A JPEG with an EXIF block that says nothing but how the picture is to be turned. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer block = ByteBuffer.allocate(36);
    block.put(new byte[] {(byte) 0xFF, (byte) 0xE1}).putShort((short) 34).put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    block.put(new byte[] {'M', 'M'}).putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
    return file.put(jpeg, 0, 2).put(block.array()).put(jpeg, 2, jpeg.length - 2).array();
  }
}
