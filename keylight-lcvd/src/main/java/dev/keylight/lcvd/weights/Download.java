package dev.keylight.lcvd.weights;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * Fetches one file from a hub that speaks Hugging Face's addresses, {@code BASE/REPOSITORY/resolve/main/FILE}. What an
 * interrupted run left is continued; the file gets its name only when its length, and its SHA-256 where the hub tells one,
 * are right.
 */
public final class Download {
  private static final String HASH_HEADER = "X-Linked-ETag";

  private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final String base;

  /** @param base address of the hub, without a slash at its end */
  public Download(String base) {
    this.base = base;
  }

  /**
   * Fetches a file into its place.
   *
   * @throws KeylightException when the hub does not answer, refuses, or what came is not what it announced
   * @throws CancellationException when the progress says so; what came is kept for the next run
   */
  public void fetch(WeightsFile file, Path folder, Progress progress) {
    Path target = file.in(folder);
    URI address = URI.create(base + "/" + file.repository() + "/resolve/main/" + file.remote());
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      long have = Files.exists(part) ? Files.size(part) : 0;
      HttpRequest.Builder request = HttpRequest.newBuilder(address);
      if (have > 0) {
        request.header("Range", "bytes=" + have + "-");
      }
      HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        boolean continues = response.statusCode() == 206;
        boolean complete = response.statusCode() == 416 && have > 0; // nothing is left to send
        if (!continues && !complete && response.statusCode() != 200) {
          throw refused(address, response.statusCode());
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long whole = complete ? have : length < 0 ? -1 : length + (continues ? have : 0);
        if (!complete) {
          append(body, part, continues ? have : 0, whole, progress);
        }
        check(part, whole, response.headers().firstValue(HASH_HEADER).orElse(""), address);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new KeylightException(address + " could not be fetched to " + target + ": " + e.getMessage()
          + "; run the same command again to continue", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  private static KeylightException refused(URI address, int status) {
    return new KeylightException(address + " answered " + status + (status == 401 || status == 403
        ? "; the file is behind a licence: accept it on the hub's page, download it with your account and put it in place"
        : "; download the file by hand and put it in place"));
  }

  private static void append(InputStream body, Path part, long have, long whole, Progress progress) throws IOException {
    StandardOpenOption how = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      byte[] buffer = new byte[1 << 20];
      long written = have;
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        out.write(buffer, 0, n);
        written += n;
        progress.update(written, whole);
        if (progress.cancelled()) {
          throw new CancellationException();
        }
      }
    }
  }

  private static void check(Path part, long whole, String tag, URI address) throws IOException {
    long length = Files.size(part);
    if (whole >= 0 && length < whole) {
      throw new IOException("only " + length + " of " + whole + " bytes came");
    }
    String announced = tag.replace("\"", "").toLowerCase(Locale.ROOT);
    boolean wrongHash = announced.matches("[0-9a-f]{64}") && !announced.equals(sha256(part));
    if (wrongHash || whole >= 0 && length > whole) {
      Files.delete(part);
      throw new KeylightException(address + " gave a file whose "
          + (wrongHash ? "SHA-256 is not the announced one" : "length is not the announced one") + "; fetch it again");
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
