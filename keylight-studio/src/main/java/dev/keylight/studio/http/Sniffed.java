package dev.keylight.studio.http;

import dev.keylight.studio.store.Upload;
import java.nio.charset.StandardCharsets;

/**
 * What a file is by its first bytes, whatever it is called. Only what the studio can use has a kind; playlists, scripts,
 * vector pictures and archives have none.
 *
 * @param extension the stored file gets
 */
record Sniffed(Upload.Kind kind, String extension) {
  static final int BYTES = 64;

  /** Null for anything that cannot be used. */
  static Sniffed of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return new Sniffed(Upload.Kind.PICTURE, "png");
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return new Sniffed(Upload.Kind.PICTURE, "jpg");
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return new Sniffed(Upload.Kind.PICTURE, "webp");
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return new Sniffed(Upload.Kind.PICTURE, "tiff");
    }
    if (text.startsWith("#?RADIANCE") || text.startsWith("#?RGBE")) {
      return new Sniffed(Upload.Kind.PANORAMA, "hdr");
    }
    if (text.startsWith("\u0076\u002f\u0031\u0001")) {
      return new Sniffed(Upload.Kind.PANORAMA, "exr");
    }
    if (text.startsWith("ftyp", 4)) {
      String brand = text.length() < 12 ? "" : text.substring(8, 12);
      // HEIC and AVIF pictures share the container; the decoders here do not read them as portraits.
      return brand.matches("hei.|mif1|msf1|avi[fs]") ? null : new Sniffed(Upload.Kind.VIDEO, brand.equals("qt  ") ? "mov" : "mp4");
    }
    if (text.startsWith("moov", 4) || text.startsWith("mdat", 4) || text.startsWith("wide", 4)) {
      return new Sniffed(Upload.Kind.VIDEO, "mov");
    }
    if (text.startsWith("\u001a\u0045\u00df\u00a3")) {
      return new Sniffed(Upload.Kind.VIDEO, "webm");
    }
    if (text.startsWith("RIFF") && text.startsWith("AVI ", 8)) {
      return new Sniffed(Upload.Kind.VIDEO, "avi");
    }
    return text.stripLeading().startsWith("{") ? new Sniffed(Upload.Kind.LIGHT, "json") : null;
  }
}
