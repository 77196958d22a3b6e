package dev.larder.server;

import dev.larder.http.Fields;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection that says what the test says, byte by byte, and reads HTTP/1.1 answers. */
final class RawClient implements AutoCloseable {
  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  private final Socket socket;
  private final Socket below;
  private final InputStream in;

  private RawClient(Socket socket, Socket below) throws IOException {
    this.socket = socket;
    this.below = below;
    socket.setSoTimeout((int) FrontFixture.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 1024);
  }

  /** An answer; its content has a character for each byte. */
  record Got(int status, String protocol, Fields fields, String content) {}

  static RawClient plain(int port) throws IOException {
    Socket socket = connected(new Socket(), port);
    return new RawClient(socket, socket);
  }

  static RawClient secure(int port, SSLContext context, String protocol) throws IOException {
    return secure(new Socket(), port, context, protocol);
  }

  /** Over a socket that is not connected yet. */
  static RawClient secure(Socket below, int port, SSLContext context, String protocol)
      throws IOException {
    Socket plain = connected(below, port);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new RawClient(socket, plain);
  }

  private static Socket connected(Socket socket, int port) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  RawClient get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** The next answer to a method that has content. */
  Got read() throws IOException {
    Got head = readHead();
    String length = head.fields().first("Content-Length");
    byte[] content;
    if (head.fields().lists("Transfer-Encoding", "chunked")) {
      content = chunks();
    } else if (length != null) {
      content = exactly(Integer.parseInt(length));
    } else {
      content = in.readAllBytes();
    }
    return new Got(
        head.status(),
        head.protocol(),
        head.fields(),
        new String(content, StandardCharsets.ISO_8859_1));
  }

  /** The next answer's head, with no content. */
  Got readHead() throws IOException {
    String[] status = line().split(" ", 3);
    Fields.Builder fields = Fields.builder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new Got(Integer.parseInt(status[1]), status[0], fields.build(), "");
  }

  /** Exactly so many bytes of what comes next. */
  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** Whether the front has ended the connection, with nothing more to read. */
  boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return !(reset instanceof SocketTimeoutException);
    }
  }

  /** Takes all that comes, so that the front is never held up. */
  void readUntilClosed() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // That is what ends it.
    }
  }

  /** Whether the front ends the connection, and says 4xx or 501 or 505 if it says anything. */
  boolean isRefused() throws IOException {
    try {
      String said = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return said.isEmpty() || said.matches("(?s)HTTP/\\S+ (4\\d\\d|50[15]) .*");
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      content.writeBytes(exactly(size));
      line();
    }
    line();
    return content.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("ended in a line: " + line);
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /** Resets the connection. To close one of TLS would read what is on its way first. */
  void vanish() throws IOException {
    below.setSoLinger(true, 0);
    below.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
