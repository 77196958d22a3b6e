package dev.larder.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client on a connection that is kept: it asks once, and hears the whole answer. */
final class Visitor implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;
  private final Socket socket;
  private final InputStream in;

  private Visitor(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Visitor of(InetSocketAddress server) throws IOException {
    Socket socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return new Visitor(socket);
  }

  /** A request with nothing but what it must have. */
  static byte[] plain(String path) {
    String head = "GET " + path + " HTTP/1.1\r\nHost: rehearsal.invalid\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A request as browsers send it.
   *
   * @param held the tag of what it has already; empty for nothing
   */
  static byte[] browser(String path, String held) {
    String condition = held.isEmpty() ? "" : "If-None-Match: " + held + '\n';
    String head =
        """
        GET %s HTTP/1.1
        Host: rehearsal.invalid
        Connection: keep-alive
        sec-ch-ua-platform: "Linux"
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140
        sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"
        sec-ch-ua-mobile: ?0
        Accept: text/css,*/*;q=0.1
        Sec-Fetch-Site: same-site
        Sec-Fetch-Mode: no-cors
        Sec-Fetch-Dest: style
        Referer: https://www.rehearsal.invalid/
        Accept-Encoding: gzip, deflate, br, zstd
        Accept-Language: en-GB,en;q=0.9
        %s
        """
            .formatted(path, condition);
    return head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  void ask(byte[] head) throws IOException {
    socket.getOutputStream().write(head);
  }

  /**
   * Hears an answer whose length is told in its head.
   *
   * @return its entity tag; empty when it has none
   */
  String hear() throws IOException {
    String tag = "";
    long length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
      if (name.equals("etag")) {
        tag = line.substring(name.length() + 1).trim();
      } else if (name.equals("content-length")) {
        length = Long.parseLong(line.substring(name.length() + 1).trim());
      }
    }
    in.skipNBytes(length);
    return tag;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }
}
