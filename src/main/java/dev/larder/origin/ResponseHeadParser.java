package dev.larder.origin;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a response (RFC 9112 §4, §5), strictly: HttpCore's parser takes a head that the
 * end of the connection cut off for a whole one, skips empty lines before it, and reads names and
 * status lines generously. Folded lines are joined by a space, as §5.2 lets a gateway do.
 *
 * <p>One for each connection, because it also knows whether an answer has begun.
 */
final class ResponseHeadParser implements HttpMessageParser<ClassicHttpResponse> {
  private static final int LONGEST_LINE_OCTETS = 64 * 1024;
  private static final int LONGEST_HEAD_OCTETS = 256 * 1024;
  private static final int MOST_LINES = 256;
  private static final int STATUS_LINE_PREFIX = "HTTP/1.1 200".length();

  private @Nullable SessionInputBuffer buffer;
  private long receivedBefore;

  /** To be called when a request goes out. */
  void expectAnswer() {
    receivedBefore = received();
  }

  /** Whether at least one octet came since the last request went out. */
  boolean answerHasBegun() {
    return received() > receivedBefore;
  }

  private long received() {
    return buffer == null ? 0 : buffer.getMetrics().getBytesTransferred();
  }

  /** Whether octets were received that nobody has read. */
  boolean octetsAreWaiting() {
    return buffer != null && buffer.length() > 0;
  }

  @Override
  public @Nullable ClassicHttpResponse parse(SessionInputBuffer from, InputStream input)
      throws IOException {
    buffer = from;
    ProtocolLines lines = new ProtocolLines(from, input, LONGEST_LINE_OCTETS, LONGEST_HEAD_OCTETS);
    String first = lines.next();
    if (first == null) {
      return null;
    }
    ClassicHttpResponse response = statusLine(first.stripTrailing());
    for (Header field : fields(lines)) {
      response.addHeader(field);
    }
    return response;
  }

  private static ClassicHttpResponse statusLine(String line) throws MalformedAnswerException {
    if (!line.startsWith("HTTP/1.")
        || line.length() < STATUS_LINE_PREFIX
        || !isDigit(line.charAt(7))
        || line.charAt(8) != ' '
        || (line.length() > STATUS_LINE_PREFIX && line.charAt(STATUS_LINE_PREFIX) != ' ')) {
      throw new MalformedAnswerException("the answer does not begin with an HTTP/1.1 status line");
    }
    int status = 0;
    for (int i = 9; i < STATUS_LINE_PREFIX; i++) {
      if (!isDigit(line.charAt(i))) {
        throw new MalformedAnswerException("the status code is not a number of three digits");
      }
      status = status * 10 + (line.charAt(i) - '0');
    }
    if (status < 100) {
      throw new MalformedAnswerException("the status code is below 100");
    }
    ClassicHttpResponse response = new BasicClassicHttpResponse(status);
    response.setVersion(line.charAt(7) == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
    return response;
  }

  private static List<Header> fields(ProtocolLines lines) throws IOException {
    List<Header> fields = new ArrayList<>();
    int count = 0;
    for (String line = lines.nextField(); !line.isEmpty(); line = lines.nextField()) {
      if (++count > MOST_LINES) {
        throw new MalformedAnswerException("the answer has more than " + MOST_LINES + " fields");
      }
      if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        fields.add(field(line));
      } else if (fields.isEmpty()) {
        throw new MalformedAnswerException("the first field is indented");
      } else {
        Header folded = fields.removeLast();
        String value = folded.getValue() + ' ' + value(line);
        fields.add(new BasicHeader(folded.getName(), value.strip()));
      }
    }
    return fields;
  }

  private static Header field(String line) throws MalformedAnswerException {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new MalformedAnswerException("a field has no name");
    }
    for (int i = 0; i < colon; i++) {
      if (!isTokenCharacter(line.charAt(i))) {
        throw new MalformedAnswerException("a field's name has a character that is not allowed");
      }
    }
    return new BasicHeader(line.substring(0, colon), value(line.substring(colon + 1)));
  }

  private static String value(String text) throws MalformedAnswerException {
    if (text.indexOf('\0') >= 0 || text.indexOf('\r') >= 0) {
      throw new MalformedAnswerException("a field's value has a NUL or a bare carriage return");
    }
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** RFC 9110 §5.6.2. */
  private static boolean isTokenCharacter(char c) {
    return isDigit(c)
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
