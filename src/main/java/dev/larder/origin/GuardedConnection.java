package dev.larder.origin;

import dev.larder.http.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;

/**
 * A connection that believes its origin less than HttpClient's does. What it adds, and why:
 *
 * <ul>
 *   <li>Octets that wait on an idle connection make it stale. HttpClient would take them for the
 *       answer to the next request, which hands one client another's answer.
 *   <li>Heads and chunks are read by our own strict parsers, and ambiguous framing is refused.
 *   <li>Informational responses are skipped, but not for ever, and an unasked 101 is refused.
 *   <li>Once closed it stays closed: HttpClient would go on to connect to the next address of a
 *       host after the deadline closed the connection, and nobody could close that one.
 *   <li>A death before the first byte of the answer is told apart, because only then is a second
 *       try without risk.
 * </ul>
 */
final class GuardedConnection extends DefaultManagedHttpClientConnection {
  private static final int MOST_INFORMATIONAL = 8;
  private static final Http1Config CONFIG = Http1Config.custom().setBufferSize(16 * 1024).build();

  private final ResponseHeadParser parser;
  private volatile boolean shut;
  private int informational;

  private GuardedConnection(String id, ResponseHeadParser parser) {
    super(
        id,
        null,
        StandardCharsets.ISO_8859_1.newEncoder(),
        CONFIG,
        GuardedConnection::contentLength,
        null,
        null,
        config -> parser);
    this.parser = parser;
  }

  static GuardedConnection create(String id) {
    return new GuardedConnection(id, new ResponseHeadParser());
  }

  /** The fields of a message, as ours. */
  static Fields fields(HttpMessage message) {
    Fields.Builder fields = Fields.builder();
    for (Header header : message.getHeaders()) {
      fields.add(header.getName(), header.getValue());
    }
    return fields.build();
  }

  static boolean isHttp10(HttpMessage message) {
    return HttpVersion.HTTP_1_0.equals(message.getVersion());
  }

  /** Asked only where the request's method and the status allow content. */
  private static long contentLength(HttpMessage message) throws HttpException {
    try {
      return switch (ResponseFraming.of("GET", 200, isHttp10(message), fields(message))) {
        case ResponseFraming.NoContent() -> 0;
        case ResponseFraming.Length(long bytes) -> bytes;
        case ResponseFraming.Chunked() -> ContentLengthStrategy.CHUNKED;
        case ResponseFraming.UntilClose() -> ContentLengthStrategy.UNDEFINED;
      };
    } catch (MalformedAnswerException malformed) {
      throw new ProtocolException(malformed.getMessage(), malformed);
    }
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream input) {
    return length == ContentLengthStrategy.CHUNKED
        ? new ChunkedContent(buffer, input)
        : super.createContentInputStream(length, buffer, input);
  }

  @Override
  public boolean isStale() throws IOException {
    return super.isStale() || parser.octetsAreWaiting();
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    informational = 0;
    parser.expectAnswer();
    try {
      super.sendRequestHeader(request);
    } catch (IOException failure) {
      throw death(failure);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      super.flush();
    } catch (IOException failure) {
      throw death(failure);
    }
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    ClassicHttpResponse response;
    try {
      response = super.receiveResponseHeader();
    } catch (IOException failure) {
      throw death(failure);
    }
    if (response.getCode() == 101) {
      throw new MalformedAnswerException("the origin switched protocols unasked");
    }
    if (response.getCode() < 200 && ++informational > MOST_INFORMATIONAL) {
      throw new MalformedAnswerException(
          "the origin sent more than " + MOST_INFORMATIONAL + " informational responses");
    }
    return response;
  }

  private IOException death(IOException failure) {
    boolean silent = failure instanceof SocketTimeoutException || parser.answerHasBegun();
    return silent || failure instanceof MalformedAnswerException
        ? failure
        : new NoAnswerException(failure);
  }

  @Override
  public void bind(Socket socket) throws IOException {
    super.bind(socket);
    refuseIfShut(socket);
  }

  @Override
  public void bind(SSLSocket secure, Socket socket) throws IOException {
    super.bind(secure, socket);
    refuseIfShut(socket);
  }

  private void refuseIfShut(Socket socket) throws IOException {
    if (shut) {
      socket.close();
      throw new InterruptedIOException("the connection was given up while it was being made");
    }
  }

  /** Closes at once: a polite close would first write what is buffered, and may wait for ever. */
  @Override
  public void close() {
    close(CloseMode.IMMEDIATE);
  }

  @Override
  public void close(CloseMode mode) {
    shut = true;
    super.close(mode);
  }
}
