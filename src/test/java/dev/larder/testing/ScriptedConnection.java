package dev.larder.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origin's side of one connection, for a script to play with. */
public final class ScriptedConnection {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n");

  private final Socket socket;
  private final InputStream input;
  private final List<String> requests;

  ScriptedConnection(Socket socket, List<String> requests) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.requests = requests;
  }

  /** Waits for a request with its content; null when the client closed instead. */
  public @Nullable String readRequest() throws IOException {
    String head = readUntil("\r\n\r\n");
    if (head == null) {
      return null;
    }
    String request = head + readContent(head.toLowerCase(Locale.ROOT));
    requests.add(request);
    return request;
  }

  /** Waits for the head of a request and leaves its content unread. */
  public @Nullable String readHead() throws IOException {
    return readUntil("\r\n\r\n");
  }

  private String readContent(String head) throws IOException {
    if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
      String content = readUntil("0\r\n\r\n");
      if (content == null) {
        throw new EOFException("a chunked request content without its end");
      }
      return content;
    }
    Matcher length = LENGTH.matcher(head);
    if (!length.find()) {
      return "";
    }
    byte[] content = input.readNBytes(Integer.parseInt(length.group(1)));
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private @Nullable String readUntil(String end) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    while (!octets.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
      int octet = input.read();
      if (octet < 0) {
        return null;
      }
      octets.write(octet);
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  /** Sends text, one octet for each character. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /** Sends text in pieces of one octet, each after a pause. */
  public void drip(String text, long pauseMillis) throws IOException, InterruptedException {
    for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
      send(new byte[] {octet});
      Thread.sleep(pauseMillis);
    }
  }

  /** Breaks the connection off with a reset, not an orderly end. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends an orderly end and still listens. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Does nothing until the other side ends the connection, in whatever way. */
  public void hold() {
    try {
      while (input.read() >= 0) {
        // What still comes is of no interest.
      }
    } catch (IOException reset) {
      return;
    }
  }
}
