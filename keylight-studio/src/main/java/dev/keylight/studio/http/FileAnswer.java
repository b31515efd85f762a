package dev.keylight.studio.http;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file as an answer: with an entity tag, in one part if asked (RFC 9110 §14), under a safe name if saved. */
final class FileAnswer {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private FileAnswer() {}

  /**
   * @param saveAs the name to save under, or null to show it in the page
   */
  static void send(Context ctx, Path file, String type, String saveAs) throws IOException {
    long size;
    long modified;
    try {
      size = Files.size(file);
      modified = Files.getLastModifiedTime(file).toMillis();
    } catch (NoSuchFileException e) {
      throw Problem.notFound("file");
    }
    String tag = "\"" + Long.toHexString(size) + "-" + Long.toHexString(modified) + "\"";
    ctx.header("ETag", tag).header("Cache-Control", "private, no-cache").header("Accept-Ranges", "bytes");
    // Pictures and videos only; whatever they hold, they are not to run as a page.
    ctx.header("Content-Security-Policy", "default-src 'none'; sandbox");
    if (saveAs != null) {
      ctx.header("Content-Disposition", disposition(saveAs));
    }
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    long from = 0;
    long to = size - 1;
    Matcher range = RANGE.matcher(ctx.header("Range") == null ? "" : ctx.header("Range"));
    boolean current = ctx.header("If-Range") == null || tag.equals(ctx.header("If-Range"));
    if (range.matches() && current && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
      if (range.group(1).isEmpty()) {
        from = Math.max(0, size - Long.parseLong(range.group(2)));
      } else {
        from = Long.parseLong(range.group(1));
        to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      }
      if (from > to || from >= size) {
        ctx.header("Content-Range", "bytes */" + size);
        throw new Problem(416, "no-such-range", "the file has no such part");
      }
      ctx.status(206).header("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    ctx.contentType(type);
    ctx.res().setContentLengthLong(to - from + 1);
    if (ctx.req().getMethod().equals("HEAD")) {
      return;
    }
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(from);
    ctx.result(new Part(in, to - from + 1));
  }

  /** RFC 6266: a plain name for the old, the real one for the rest. */
  private static String disposition(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9 ._()-]", "_");
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 255);
      encoded.append(c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0) ? "" + c : String.format("%%%02X", b & 255));
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }

  /** So many bytes of a stream. */
  private static final class Part extends FilterInputStream {
    private long left;

    Part(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? in.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(to, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
