package dev.larder.observe;

import static java.util.Objects.requireNonNull;

import dev.larder.exchange.Span;
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
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b >= ' ' && b < 0x7f && b != '"' && b != '\\') {
        text[length++] = b;
      } else {
        escape((char) (b & 0xff));
      }
    }
    text[length++] = '"';
  }

  /** A value that needs no escapes, in its quotes or as it is. */
  void raw(LogField field, byte[] value) {
    name(field, value.length);
    put(value);
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
