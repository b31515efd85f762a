package dev.keylight.studio.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads on after a refusal, for a while and without keeping anything: a connection closed with bytes still on their way is
 * reset, and the client may see that instead of the answer that says why. The answer goes out at once, and no thread waits.
 */
final class LingeringHandler extends Handler.Wrapper {
  /** How much of a refused body is still read, and for how long; silence is ended by the connection's own patience. */
  private static final long MOST_BYTES = 256L << 20;

  private static final long LONGEST_NANOS = 5_000_000_000L;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHeaders().contains(HttpHeader.CONTENT_LENGTH) && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      return super.handle(request, response, callback);
    }
    Callback lingering =
        Callback.from(
            callback.getInvocationType(),
            () -> {
              // Who asked whether to send the body, and was told no, sends none.
              boolean unsent = request.getHeaders().contains(HttpHeader.EXPECT) && Request.getContentBytesRead(request) == 0;
              if (response.getStatus() < 400 || unsent) {
                callback.succeeded();
              } else {
                new Rest(request, callback).run();
              }
            },
            callback::failed);
    return super.handle(new Open(request), response, lingering);
  }

  /** A request whose body can still be read after the answer: Jetty gives it up at the first byte that is not there yet. */
  private static final class Open extends Request.Wrapper {
    private static final int READS = 16;

    Open(Request request) {
      super(request);
    }

    @Override
    public boolean consumeAvailable() {
      for (int i = 0; i < READS; i++) {
        Content.Chunk chunk = getWrapped().read();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
          return false;
        }
        boolean last = chunk.isLast();
        chunk.release();
        if (last) {
          return true;
        }
      }
      return false;
    }
  }

  /** What is left of a body. */
  private static final class Rest implements Invocable.Task {
    private final Request request;
    private final Callback callback;
    private final long end = System.nanoTime() + LONGEST_NANOS;
    private long left = MOST_BYTES;

    Rest(Request request, Callback callback) {
      this.request = request;
      this.callback = callback;
    }

    @Override
    public void run() {
      boolean more = true;
      while (more) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        left -= chunk.remaining();
        more = !chunk.isLast() && !Content.Chunk.isFailure(chunk) && left > 0 && System.nanoTime() < end;
        chunk.release();
      }
      callback.succeeded();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
