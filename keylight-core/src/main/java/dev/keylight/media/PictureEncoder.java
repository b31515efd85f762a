package dev.keylight.media;

import dev.keylight.KeylightException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** One picture as the bytes of a file, with text tags inside. */
final class PictureEncoder {
  private static final int PNG_HEADER_BYTES = 8 + 12 + 13;
  private static final int JPEG_COMMENT_LIMIT = 65_533;
  /** Fast and within a few per cent of the smallest. */
  private static final int PNG_COMPRESSION = 3;

  private PictureEncoder() {}

  static boolean knows(Path file) {
    return extension(file) != null;
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> ".png";
      case "jpg", "jpeg" -> ".jpg";
      case "webp" -> ".webp";
      case "tif", "tiff" -> ".tiff";
      default -> null;
    };
  }

  static byte[] encode(Mat pixels, Path file, int quality, Map<String, String> metadata) {
    String extension = extension(file);
    if (extension == null) {
      throw new KeylightException("cannot write " + file + ": pictures end in .png, .jpg, .webp or .tiff");
    }
    int[] settings = switch (extension) {
      case ".png" -> new int[] {opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, PNG_COMPRESSION};
      case ".jpg" -> new int[] {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, VideoFormat.scale(quality, 30, 95, 100),
          opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, quality >= Output.DEFAULT_QUALITY
              ? opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444 : opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420};
      // Above 100 OpenCV writes lossless WebP.
      case ".webp" -> new int[] {opencv_imgcodecs.IMWRITE_WEBP_QUALITY,
          quality == 100 ? 101 : VideoFormat.scale(quality, 10, 92, 100)};
      default -> new int[] {opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION, opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION_LZW};
    };
    byte[] content = encode(pixels, extension, settings, file);
    if (metadata.isEmpty()) {
      return content;
    }
    return switch (extension) {
      case ".png" -> insert(content, PNG_HEADER_BYTES, pngText(metadata));
      case ".jpg" -> insert(content, 2, jpegComment(metadata));
      default -> content;
    };
  }

  private static byte[] encode(Mat pixels, String extension, int[] settings, Path file) {
    boolean alpha = pixels.channels() == 4;
    boolean keepAlpha = alpha && !".jpg".equals(extension);
    try (EncoderPixels flatten = new EncoderPixels(pixels.cols(), pixels.rows(), alpha, keepAlpha, false);
        Mat bgr = new Mat(); BytePointer encoded = new BytePointer(); IntPointer parameters = new IntPointer(settings)) {
      opencv_imgproc.cvtColor(flatten.blended(pixels), bgr,
          keepAlpha ? opencv_imgproc.COLOR_RGBA2BGRA : opencv_imgproc.COLOR_RGB2BGR);
      if (!opencv_imgcodecs.imencode(extension, bgr, encoded, parameters)) {
        throw new KeylightException("cannot encode " + file + " at " + pixels.cols() + "×" + pixels.rows());
      }
      byte[] content = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(content);
      return content;
    } catch (RuntimeException e) {
      throw e instanceof KeylightException ? e
          : new KeylightException("cannot encode " + file + " at " + pixels.cols() + "×" + pixels.rows(), e);
    }
  }

  private static byte[] insert(byte[] content, int at, byte[] block) {
    return ByteBuffer.allocate(content.length + block.length).put(content, 0, at).put(block)
        .put(content, at, content.length - at).array();
  }

  /** One uncompressed iTXt chunk (PNG, third edition, §11.3.3.4) for each tag. */
  private static byte[] pngText(Map<String, String> metadata) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    new TreeMap<>(metadata).forEach((key, value) -> {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes("iTXt".getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(keyword(key).getBytes(StandardCharsets.ISO_8859_1));
      // End of keyword, no compression, no compression method, no language, no translated keyword.
      body.writeBytes(new byte[5]);
      body.writeBytes(value.getBytes(StandardCharsets.UTF_8));
      CRC32 crc = new CRC32();
      crc.update(body.toByteArray());
      chunks.writeBytes(ByteBuffer.allocate(4).putInt(body.size() - 4).array());
      chunks.writeBytes(body.toByteArray());
      chunks.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    });
    return chunks.toByteArray();
  }

  /** PNG's keywords are 1 to 79 Latin characters; the usual ones are capitalised ("Comment", "Title"). */
  private static String keyword(String key) {
    String capital = key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    return capital.substring(0, Math.min(79, capital.length()));
  }

  /** One COM segment (ITU-T T.81 §B.2.4.5) with a line for each tag. */
  private static byte[] jpegComment(Map<String, String> metadata) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(metadata).forEach((key, value) -> lines.append(key).append(": ").append(value).append('\n'));
    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, JPEG_COMMENT_LIMIT);
    return ByteBuffer.allocate(4 + length).putShort((short) 0xFFFE).putShort((short) (length + 2))
        .put(text, 0, length).array();
  }
}
