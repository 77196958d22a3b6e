package dev.larder.observe;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One flat JSON object on one line (RFC 8259). Everything beyond visible ASCII is escaped, so the
 * line is a line to every reader, whatever it takes for a line break; a surrogate without its other
 * half becomes U+FFFD. For one thread; it is used again after {@link #end}.
 */
final class JsonLine {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder(1024);

  void add(LogField field, @Nullable String value) {
    if (value != null) {
      name(field);
      text.append('"');
      escape(value);
      text.append('"');
    }
  }

  void add(LogField field, long value) {
    name(field);
    text.append(value);
  }

  void add(LogField field, boolean value) {
    name(field);
    text.append(value);
  }

  /** The line with its line feed; the next one begins empty. */
  byte[] end() {
    if (text.isEmpty()) {
      text.append('{');
    }
    byte[] line = text.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    text.setLength(0);
    return line;
  }

  private void name(LogField field) {
    text.append(text.isEmpty() ? '{' : ',').append('"').append(field.text()).append("\":");
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        text.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        unicode(c);
        unicode(value.charAt(++i));
      } else {
        unicode(Character.isSurrogate(c) ? '\ufffd' : c);
      }
    }
  }

  private void unicode(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt((c >> shift) & 15));
    }
  }
}
