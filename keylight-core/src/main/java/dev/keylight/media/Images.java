package dev.keylight.media;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * Still pictures: PNG, JPEG, WebP, TIFF and BMP of any depth and colour type in, PNG, JPEG, WebP and TIFF out.
 *
 * <p>EXIF rotation is applied and embedded RGB colour profiles are converted to sRGB; CMYK is converted by the naive
 * formula, whatever its profile.
 */
public final class Images {
  private Images() {}

  /**
   * @throws BadInputException if the file is missing, damaged, no such picture or larger than
   *     {@link Limits#DEFAULT}
   */
  public static Frame read(Path file) {
    return read(file, Limits.DEFAULT);
  }

  /** @throws BadInputException if the file is missing, damaged, no such picture or larger than the limits */
  public static Frame read(Path file, Limits limits) {
    byte[] content = content(file, limits);
    StillHeader header = StillHeader.read(ByteBuffer.wrap(content));
    if (header == null) {
      throw new BadInputException(file + " is not a PNG, JPEG, WebP, TIFF or BMP picture");
    }
    requireDecodable(file, header, limits);
    return Frame.still(decode(file, content, header, limits));
  }

  static byte[] content(Path file, Limits limits) {
    InputFile.requireReadable(file);
    try {
      // Even 16-bit RGBA without compression takes no more than this.
      long most = Math.min(Integer.MAX_VALUE - 16L, limits.maxPixels() * 8 + (64 << 20));
      if (Files.size(file) > most) {
        throw new BadInputException(file + " has " + Files.size(file) / 1_000_000 + " MB, too much for a picture");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  static void requireDecodable(Path file, StillHeader header, Limits limits) {
    if (header.width() <= 0 || header.height() <= 0 || !header.complete()) {
      throw new BadInputException(file + " is damaged or cut off: the " + header.format().toUpperCase(Locale.ROOT)
          + " data end too early");
    }
    InputFile.requirePixels(file, header.width(), header.height(), limits);
  }

  /** Display-oriented 8-bit sRGB pixels. */
  static Mat decode(Path file, byte[] content, StillHeader header, Limits limits) {
    if (header.alpha() == StillHeader.Alpha.TIFF_STRAIGHT) {
      return decodeTiff(file, content, limits);
    }
    try (BytePointer bytes = new BytePointer(content);
        Mat encoded = new Mat(1, content.length, opencv_core.CV_8UC1, bytes);
        IntPointer kinds = new IntPointer(16);
        MatVector metadata = new MatVector()) {
      kinds.limit(0);
      Mat stored = decodeWithMetadata(encoded, kinds, metadata);
      if (stored.empty()) {
        throw new BadInputException(file + " is damaged or uses a kind of picture that cannot be decoded");
      }
      Orientation orientation = Orientation.UPRIGHT;
      byte[] profile = null;
      for (int i = 0; i < metadata.size(); i++) {
        byte[] block = bytes(metadata.get(i));
        if (kinds.get(i) == opencv_imgcodecs.IMAGE_METADATA_EXIF) {
          orientation = exifOrientation(block);
        } else if (kinds.get(i) == opencv_imgcodecs.IMAGE_METADATA_ICCP) {
          profile = block;
        }
      }
      Mat rgb = toRgb(file, stored, header.alpha() != StillHeader.Alpha.NONE);
      if (profile != null) {
        ColourProfile.toSrgb(rgb, profile);
      }
      return orientation.apply(rgb);
    }
  }

  /** OpenCV's TIFF reader would multiply the colours by the alpha. */
  private static Mat decodeTiff(Path file, byte[] content, Limits limits) {
    AVFrame picture = PacketDecoder.decode(file, content, avcodec.AV_CODEC_ID_TIFF, limits);
    try (PixelConverter converter = new PixelConverter(Colorimetry.of(picture),
        PixelConverter.Side.rgb(picture.width(), picture.height(), true))) {
      long turned = new TiffDirectory(ByteBuffer.wrap(content)).value(TiffDirectory.ORIENTATION, 1);
      return Orientation.ofExif((int) turned).apply(converter.toPixels(picture));
    } finally {
      avutil.av_frame_free(picture);
    }
  }

  private static Mat decodeWithMetadata(Mat encoded, IntPointer kinds, MatVector metadata) {
    try {
      return opencv_imgcodecs.imdecodeWithMetadata(encoded, kinds, metadata, opencv_imgcodecs.IMREAD_UNCHANGED);
    } catch (RuntimeException e) {
      // OpenCV reports damage in some formats as a C++ exception.
      return new Mat();
    }
  }

  private static byte[] bytes(Mat block) {
    byte[] content = new byte[Math.toIntExact(block.total() * block.elemSize())];
    block.data().get(content);
    return content;
  }

  private static Orientation exifOrientation(byte[] exif) {
    // Some writers keep JPEG's "Exif\0\0" in front of the TIFF structure.
    int start = exif.length > 6 && exif[0] == 'E' && exif[1] == 'x' ? 6 : 0;
    ByteBuffer directory = ByteBuffer.wrap(exif, start, exif.length - start).slice();
    return Orientation.ofExif((int) new TiffDirectory(directory).value(TiffDirectory.ORIENTATION, 1));
  }

  /** 8-bit RGB or RGBA from any depth and number of channels; closes the given picture. */
  private static Mat toRgb(Path file, Mat stored, boolean keepAlpha) {
    double scale = switch (stored.depth()) {
      case opencv_core.CV_8U -> 1;
      case opencv_core.CV_16U -> 1 / 257.0;
      case opencv_core.CV_32F, opencv_core.CV_64F -> 255;
      default -> throw new BadInputException(file + " has an unusual sample type; save it with 8 or 16 bits");
    };
    Mat rgb = new Mat();
    try (stored; Mat shallow = new Mat()) {
      stored.convertTo(shallow, opencv_core.CV_8U, scale, 0);
      switch (stored.channels()) {
        case 1 -> opencv_imgproc.cvtColor(shallow, rgb, opencv_imgproc.COLOR_GRAY2RGB);
        case 3 -> opencv_imgproc.cvtColor(shallow, rgb, opencv_imgproc.COLOR_BGR2RGB);
        case 4 -> opencv_imgproc.cvtColor(shallow, rgb,
            keepAlpha ? opencv_imgproc.COLOR_BGRA2RGBA : opencv_imgproc.COLOR_BGRA2RGB);
        default -> throw new BadInputException(file + " has " + stored.channels() + " channels; expected 1, 3 or 4");
      }
    }
    return rgb;
  }

  /** Writes a PNG, JPEG, WebP or TIFF, by the file name, at default quality. */
  public static void write(Frame frame, Path file) {
    write(frame, file, Output.DEFAULT_QUALITY, Map.of());
  }

  /**
   * Writes a PNG, JPEG, WebP or TIFF, by the file name. JPEG cannot hold alpha: it is blended over black.
   *
   * @param quality 0 to 100 for JPEG and WebP, see {@link Output}; PNG and TIFF are lossless
   * @param metadata text stored in PNG ({@code iTXt}) and JPEG (comment); WebP and TIFF carry none
   * @throws KeylightException if the name ends otherwise or the file cannot be written
   */
  public static void write(Frame frame, Path file, int quality, Map<String, String> metadata) {
    byte[] content = PictureEncoder.encode(frame.pixels(), file, quality, metadata);
    try (AtomicFile output = AtomicFile.create(file)) {
      output.write(content);
      output.commit();
    }
  }
}
