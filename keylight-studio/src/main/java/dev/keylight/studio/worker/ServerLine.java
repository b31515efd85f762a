package dev.keylight.studio.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A worker's line to its server. When the server goes away the worker ends at once, whatever it is doing. */
final class ServerLine extends Wire {
  private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>(64);

  ServerLine(InputStream in, OutputStream out) {
    super(in, out);
    Thread reader = new Thread(this::read, "server-line");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      for (Message message = super.receive(); message != null; message = super.receive()) {
        inbox.put(message);
      }
    } catch (IOException | InterruptedException e) {
      // No server any more, which is all that matters here.
    }
    // Native threads may be busy for long; nobody wants what they make.
    Runtime.getRuntime().halt(0);
  }

  @Override
  public Message receive() throws IOException {
    try {
      return inbox.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
