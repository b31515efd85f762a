package dev.keylight.studio.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The page: a few files, read and packed once. */
final class PageRoutes {
  private static final String FOLDER = "/dev/keylight/studio/page/";
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8", "studio.js", "text/javascript; charset=utf-8", "studio.css",
          "text/css; charset=utf-8", "icon.svg", "image/svg+xml");

  private record Packed(byte[] gzipped, byte[] plain, String tag, String type) {}

  void register(RoutesConfig routes) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Packed packed = pack(file.getKey(), file.getValue());
      routes.get("/" + (file.getKey().equals("index.html") ? "" : file.getKey()), ctx -> send(ctx, packed));
    }
  }

  private static Packed pack(String name, String type) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("the page's file " + name + " is missing from this build");
      }
      byte[] plain = in.readAllBytes();
      ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
        gzip.write(plain);
      }
      String tag = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain), 0, 12);
      return new Packed(gzipped.toByteArray(), plain, "\"" + tag + "\"", type);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(Context ctx, Packed file) {
    ctx.header("ETag", file.tag).header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding");
    if (file.tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(file.type);
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      ctx.header("Content-Encoding", "gzip").result(file.gzipped);
    } else {
      ctx.result(file.plain);
    }
  }
}
