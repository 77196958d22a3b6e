package dev.larder.server;

import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Shelf;
import dev.larder.exchange.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recognises plain requests: those of one spelling of HTTP/1.1 (RFC 9112), a GET or HEAD without
 * content, condition but {@code If-None-Match}, range or wish. It does not parse what may come; it
 * says no at any doubt, and no more of the request is taken from what it says then. Makes no
 * garbage. For one thread.
 *
 * <p>What is not named here may stand in a request without changing which answer a shelf gives:
 * that holds none to requests that are selected by a field.
 */
final class HeadScanner {
  private static final byte[] GET = bytes("GET /");
  private static final byte[] HEAD = bytes("HEAD /");
  private static final byte[] VERSION = bytes(" HTTP/1.1\r\n");

  private static final int MOST_FIELDS = 100;

  /** Distinct values of Accept-Encoding that are known by their bytes: browsers send few. */
  private static final int KNOWN_CODINGS = 8;

  private static final byte TOKEN = 1;
  private static final byte TARGET = 2;
  private static final byte VALUE = 4;
  private static final byte AUTHORITY = 8;
  private static final byte[] KINDS = kinds();

  private final Shelf shelf;
  private final KnownFields known = new KnownFields();
  private final byte[][] codings = new byte[KNOWN_CODINGS][];
  private final int[] accepted = new int[KNOWN_CODINGS];
  private int nextCodings;

  private final Span name = new Span();
  private final Span value = new Span();
  private boolean codingsGiven;

  HeadScanner(Shelf shelf) {
    this.shelf = shelf;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Which bytes may stand where: as {@link Syntax} has it, but that a host is in lower case. */
  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int b = 0; b < kinds.length; b++) {
      String text = String.valueOf((char) b);
      kinds[b] =
          (byte)
              ((Syntax.isToken(text) ? TOKEN : 0)
                  | (Syntax.isTarget(text) ? TARGET : 0)
                  | (Syntax.isFieldValue(text) ? VALUE : 0)
                  | (Syntax.isAuthority(text) ? AUTHORITY : 0));
    }
    return kinds;
  }

  private static boolean is(byte b, byte kind) {
    return (KINDS[b & 0xff] & kind) != 0;
  }

  /**
   * Whether what is in the request's buffer is the head of one plain request, and nothing after it.
   * Its parts are in the request then.
   */
  boolean isPlain(PlainRequest request) {
    byte[] head = request.buffer();
    int length = request.length();
    boolean get = starts(head, 0, length, GET);
    if (!get && !starts(head, 0, length, HEAD)) {
      return false;
    }
    request.head(!get);
    int target = (get ? GET.length : HEAD.length) - 1;
    int end = run(head, target, length, TARGET);
    if (!starts(head, end, length, VERSION)) {
      return false;
    }
    request.target().set(head, target, end);
    int fields = end + VERSION.length;
    if (known.take(request, fields)) {
      return true;
    }
    codingsGiven = false;
    boolean plain =
        fieldsArePlain(request, fields)
            && request.authority().length() > 0
            && (codingsGiven || none(request));
    if (plain) {
      known.keep(request, fields);
    }
    return plain;
  }

  private boolean none(PlainRequest request) {
    request.accepted(shelf.accepted(null));
    return true;
  }

  private boolean fieldsArePlain(PlainRequest request, int begin) {
    byte[] head = request.buffer();
    int length = request.length();
    int at = begin;
    for (int count = 0; count < MOST_FIELDS; count++) {
      if (at == length - 2) {
        return head[at] == '\r' && head[at + 1] == '\n';
      }
      int colon = run(head, at, length, TOKEN);
      if (colon == at || colon >= length || head[colon] != ':') {
        return false;
      }
      int end = run(head, colon + 1, length, VALUE);
      if (end >= length - 3 || head[end] != '\r' || head[end + 1] != '\n') {
        return false;
      }
      name.set(head, at, colon);
      trim(head, colon + 1, end);
      if (!isPlainField(request)) {
        return false;
      }
      at = end + 2;
    }
    return false;
  }

  /** The index after a run of bytes of a kind. */
  private static int run(byte[] head, int from, int length, byte kind) {
    int at = from;
    while (at < length && is(head[at], kind)) {
      at++;
    }
    return at;
  }

  private void trim(byte[] head, int from, int to) {
    int begin = from;
    int end = to;
    while (begin < end && isSpace(head[begin])) {
      begin++;
    }
    while (end > begin && isSpace(head[end - 1])) {
      end--;
    }
    value.set(head, begin, end);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean starts(byte[] head, int from, int length, byte[] with) {
    int end = from + with.length;
    return end <= length && Arrays.equals(head, from, end, with, 0, with.length);
  }

  /** Takes note of a field; false where its request is not a plain one. */
  private boolean isPlainField(PlainRequest request) {
    return switch (name.length()) {
      case 2 -> !named("te");
      case 4 -> !named("host") || takeHost(request);
      case 5 -> !named("range");
      case 6 -> !named("expect") && !named("pragma");
      case 7 -> !named("upgrade") && !named("trailer") && note("referer", request.referrer());
      case 8 -> !named("if-match") && !named("if-range");
      case 10 ->
          (!named("connection") || takeConnection(request))
              && note("user-agent", request.userAgent());
      case 13 ->
          !named("authorization")
              && !named("cache-control")
              && (!named("if-none-match") || take(request.ifNoneMatch()));
      case 14 -> !named("content-length") && !named("http2-settings");
      case 15 -> !named("accept-encoding") || takeCodings(request);
      case 17 -> !named("transfer-encoding") && !named("if-modified-since");
      case 19 -> !named("if-unmodified-since");
      case 20 -> !named("available-dictionary");
      default -> true;
    };
  }

  private boolean named(String lower) {
    return name.isIgnoringCase(lower);
  }

  /** Once, or the request is not a plain one. */
  private boolean take(Span into) {
    if (into.isPresent()) {
      return false;
    }
    into.set(value.bytes(), value.from(), value.to());
    return true;
  }

  /** The first of that name. */
  private boolean note(String lower, Span into) {
    if (named(lower) && !into.isPresent()) {
      into.set(value.bytes(), value.from(), value.to());
    }
    return true;
  }

  private boolean takeHost(PlainRequest request) {
    for (int i = value.from(); i < value.to(); i++) {
      if (!is(value.bytes()[i], AUTHORITY)) {
        return false;
      }
    }
    return take(request.authority());
  }

  private boolean takeConnection(PlainRequest request) {
    if (value.isIgnoringCase("close")) {
      request.closes(true);
      return true;
    }
    return value.isIgnoringCase("keep-alive");
  }

  private boolean takeCodings(PlainRequest request) {
    if (codingsGiven) {
      return false;
    }
    codingsGiven = true;
    request.accepted(accepted());
    return true;
  }

  private int accepted() {
    for (int i = 0; i < KNOWN_CODINGS; i++) {
      byte @Nullable [] known = codings[i];
      if (known != null && value.is(known)) {
        return accepted[i];
      }
    }
    int number = shelf.accepted(value.toString());
    codings[nextCodings] = Arrays.copyOfRange(value.bytes(), value.from(), value.to());
    accepted[nextCodings] = number;
    nextCodings = (nextCodings + 1) % KNOWN_CODINGS;
    return number;
  }
}
