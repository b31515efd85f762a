package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Messages between server and worker: a kind, a length and that many bytes. Writing may happen from several threads;
 * reading from one.
 */
public class Wire {
  /** Longer messages are refused: whoever sends one is broken. */
  private static final int LONGEST = 64 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final DataInputStream in;
  private final DataOutputStream out;

  /**
   * One message.
   *
   * @param json a description, or null
   * @param bytes a picture, or null
   */
  public record Message(JsonNode json, byte[] bytes) {}

  public Wire(InputStream in, OutputStream out) {
    this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
  }

  public void send(JsonNode json) throws IOException {
    write('J', JSON.writeValueAsBytes(json));
  }

  public void send(byte[] bytes) throws IOException {
    write('B', bytes);
  }

  private synchronized void write(char kind, byte[] bytes) throws IOException {
    out.writeByte(kind);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /** The next message, or null when the other side is gone. */
  public Message receive() throws IOException {
    int kind = in.read();
    if (kind < 0) {
      return null;
    }
    int length;
    byte[] bytes;
    try {
      length = in.readInt();
      if (kind != 'J' && kind != 'B' || length < 0 || length > LONGEST) {
        throw new IOException("the worker's messages are out of step");
      }
      bytes = in.readNBytes(length);
    } catch (EOFException e) {
      return null;
    }
    if (bytes.length < length) {
      return null;
    }
    return kind == 'J' ? new Message(JSON.readTree(bytes), null) : new Message(null, bytes);
  }
}
