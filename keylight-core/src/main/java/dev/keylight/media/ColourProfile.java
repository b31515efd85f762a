package dev.keylight.media;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import org.bytedeco.opencv.opencv_core.Mat;

/** Embedded ICC profiles, applied by the colour engine of the JDK. */
final class ColourProfile {
  private static final int[] RGB_OFFSETS = {0, 1, 2};

  private ColourProfile() {}

  /** Converts RGB(A) pixels in place to sRGB. Profiles of other kinds, or broken ones, leave the pixels as they are. */
  static void toSrgb(Mat pixels, byte[] profile) {
    try {
      ICC_Profile icc = ICC_Profile.getInstance(profile);
      if (icc.getColorSpaceType() != ColorSpace.TYPE_RGB || isSrgb(icc)) {
        return;
      }
      ColorConvertOp conversion = new ColorConvertOp(new ICC_ColorSpace(icc), ColorSpace.getInstance(ColorSpace.CS_sRGB), null);
      convertRows(pixels, conversion);
    } catch (IllegalArgumentException | CMMException e) {
      // A damaged profile: the picture is shown as if it had none, as browsers do.
      return;
    }
  }

  /** The profile nearly everybody embeds is sRGB itself; going through it would only add rounding. */
  private static boolean isSrgb(ICC_Profile icc) {
    byte[] description = icc.getData(ICC_Profile.icSigProfileDescriptionTag);
    // ASCII in version 2, UTF-16 in version 4; without the zeros both read alike.
    String text = description == null ? "" : new String(description, StandardCharsets.ISO_8859_1).replace("\0", "");
    return text.contains("sRGB") && !text.contains("inear");
  }

  private static void convertRows(Mat pixels, ColorConvertOp conversion) {
    int channels = pixels.channels();
    byte[] row = new byte[pixels.cols() * channels];
    WritableRaster raster = Raster.createWritableRaster(new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE,
        pixels.cols(), 1, channels, row.length, RGB_OFFSETS), new DataBufferByte(row, row.length), null);
    for (int y = 0; y < pixels.rows(); y++) {
      pixels.ptr(y).get(row);
      conversion.filter(raster, raster);
      pixels.ptr(y).put(row);
    }
  }
}
