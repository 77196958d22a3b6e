package dev.larder.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A TCP connection to a node, with just enough HTTP/1.1 to read an answer. */
final class RawConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
  }

  /** A response head; field names in lower case, the last of a name counts. */
  record Head(int status, Map<String, String> fields) {}

  static RawConnection to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
    return new RawConnection(socket);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void sendGet(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: node.test\r\n\r\n");
  }

  Head readHead() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.")) {
      throw new IOException("no HTTP/1 answer: " + status);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      fields.put(name, line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(status.substring(9, 12)), fields);
  }

  /** The first byte of what follows; waits for it. */
  int peek() throws IOException {
    in.mark(1);
    int first = in.read();
    in.reset();
    return first;
  }

  /** The first byte of a chunk's content, past the chunk's size; waits for it. */
  int peekIntoChunk() throws IOException {
    line();
    return peek();
  }

  byte[] readBody(Head head) throws IOException {
    String length = head.fields().get("content-length");
    if (length != null) {
      return exactly(Integer.parseInt(length));
    }
    if ("chunked".equals(head.fields().get("transfer-encoding"))) {
      return chunks();
    }
    return in.readAllBytes();
  }

  /** The SHA-256 of a body of known length, which may be too many to keep. */
  String digestBody(Head head) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[64 * 1024];
    for (int left = Integer.parseInt(head.fields().get("content-length")); left > 0; ) {
      int count = in.read(buffer, 0, Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the answer ended " + left + " bytes early");
      }
      digest.update(buffer, 0, count);
      left -= count;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether nothing more comes and the node has closed its side. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
      body.writeBytes(exactly(size));
      String end = line();
      if (size == 0) {
        return body.toByteArray();
      }
      if (!end.isEmpty()) {
        throw new IOException("a chunk is longer than its size says");
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer ended in its head: " + line);
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
