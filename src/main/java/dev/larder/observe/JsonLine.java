package dev.larder.observe;

import static java.util.Objects.requireNonNull;

import dev.larder.exchange.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One flat JSON object on one line (RFC 8259), in bytes. Everything beyond visible ASCII is
 * escaped, so the line is a line to every reader, whatever it takes for a line break; a surrogate
 * without its other half becomes U+FFFD. For one thread; it is used again after {@link #end}, and
 * makes no garbage once it has grown.
 */
final class JsonLine {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** The names of all fields as a line has them, in quotes and with a colon. */
  private static final Map<LogField, byte[]> NAMES = names();

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  /** Bytes that one character may take. */
  private static final int LONGEST_ESCAPE = 6;

  private static final int LONGEST_NUMBER = 20;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  private byte[] text = new byte[2048];
  private int length;

  private static Map<LogField, byte[]> names() {
    Map<LogField, byte[]> names = new EnumMap<>(LogField.class);
    for (LogField field : LogField.values()) {
      names.put(field, ('"' + field.text() + "\":").getBytes(StandardCharsets.US_ASCII));
    }
    return names;
  }

  void add(LogField field, @Nullable String value) {
    if (value != null) {
      name(field, value.length() * LONGEST_ESCAPE + 2);
      text[length++] = '"';
      escape(value);
      text[length++] = '"';
    }
  }

  /** Text of one character a byte; nothing when there is none. */
  void copy(LogField field, Span value) {
    if (value.isPresent()) {
      copy(field, value.bytes(), value.from(), value.to());
    }
  }

  /** The same of a stretch of bytes. */
  void copy(LogField field, byte[] bytes, int from, int to) {
    name(field, (to - from) * LONGEST_ESCAPE + 2);
    text[length++] = '"';
    int begin = from;
    while (begin < to) {
      int end = plainTo(bytes, begin, to);
      System.arraycopy(bytes, begin, text, length, end - begin);
      length += end - begin;
      if (end < to) {
        escape((char) (bytes[end] & 0xff));
      }
      begin = end + 1;
    }
    text[length++] = '"';
  }

  /** Up to where bytes stand for themselves; looks at eight at once, as most of them do. */
  private static int plainTo(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && arePlain((long) EIGHT.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < to && isPlain(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b < 0x7f && b != '"' && b != '\\';
  }

  /**
   * Whether all eight are. The highest bit of each byte tells that it is not, and none is missed.
   */
  private static boolean arePlain(long eight) {
    long below = eight - EACH * ' ';
    long quote = zeros(eight ^ EACH * '"');
    long backslash = zeros(eight ^ EACH * '\\');
    long delete = zeros(eight ^ EACH * 0x7f);
    return ((eight | below | quote | backslash | delete) & HIGHEST) == 0;
  }

  private static long zeros(long eight) {
    return (eight - EACH) & ~eight;
  }

  /** A value that needs no escapes, in its quotes or as it is. */
  void raw(LogField field, byte[] value) {
    name(field, value.length);
    put(value);
  }

  /** The fields that another line has so far, in this one, too. */
  void add(JsonLine part) {
    int more = part.length - 1;
    room(more + 1);
    text[length] = (byte) (length == 0 ? '{' : ',');
    System.arraycopy(part.text, 1, text, length + 1, more);
    length += more + 1;
  }

  /** Begins anew. */
  void clear() {
    length = 0;
  }

  void add(LogField field, long value) {
    name(field, LONGEST_NUMBER);
    number(value);
  }

  void add(LogField field, boolean value) {
    raw(field, value ? TRUE : FALSE);
  }

  /** The line with its line feed; the next one begins empty. */
  byte[] end() {
    int whole = close();
    return Arrays.copyOf(text, whole);
  }

  /**
   * Ends the line; the next one begins empty.
   *
   * @return how many of {@link #bytes} it takes, with its line feed
   */
  int close() {
    if (length == 0) {
      text[length++] = '{';
    }
    room(2);
    text[length++] = '}';
    text[length++] = '\n';
    int whole = length;
    length = 0;
    return whole;
  }

  /** Where the line is that was ended last, until the next begins. */
  byte[] bytes() {
    return text;
  }

  private void name(LogField field, int more) {
    byte[] name = requireNonNull(NAMES.get(field));
    room(name.length + more + 1);
    text[length] = (byte) (length == 0 ? '{' : ',');
    length++;
    put(name);
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, text, length, bytes.length);
    length += bytes.length;
  }

  private void room(int more) {
    if (length + more > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
    }
  }

  private void number(long value) {
    if (value == Long.MIN_VALUE) {
      for (char c : Long.toString(value).toCharArray()) {
        text[length++] = (byte) c;
      }
      return;
    }
    if (value < 0) {
      text[length++] = '-';
    }
    long left = Math.abs(value);
    int from = length;
    do {
      text[length++] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    for (int i = from, j = length - 1; i < j; i++, j--) {
      byte low = text[i];
      text[i] = text[j];
      text[j] = low;
    }
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        unicode(c);
        unicode(value.charAt(++i));
      } else {
        escape(c);
      }
    }
  }

  private void escape(char c) {
    if (c == '"' || c == '\\') {
      text[length++] = '\\';
      text[length++] = (byte) c;
    } else if (c >= ' ' && c < 0x7f) {
      text[length++] = (byte) c;
    } else {
      unicode(Character.isSurrogate(c) ? '\ufffd' : c);
    }
  }

  private void unicode(char c) {
    text[length++] = '\\';
    text[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      text[length++] = HEX[(c >> shift) & 15];
    }
  }
}
