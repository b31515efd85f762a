package dev.keylight.studio;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Requests that no decent client would send. */
final class RawRequest {
  private RawRequest() {}

  /** Sends exactly these characters and returns whatever comes back until the server closes. */
  static String send(int port, String request) throws IOException {
    return send(port, request, 0);
  }

  /** The same with a body of so many zeros, all of which are sent before the answer is read. */
  static String send(int port, String request, int zeros) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(120_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] some = new byte[1 << 16];
      for (int left = zeros; left > 0; left -= some.length) {
        out.write(some, 0, Math.min(left, some.length));
      }
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Reads until the server ends the connection, in whatever way. */
  static void untilClosed(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Ended without a farewell.
    }
  }

  /** A GET with the given Host and further header lines. */
  static String get(int port, String path, String host, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return send(port, request + "Connection: close\r\n\r\n");
  }
}
