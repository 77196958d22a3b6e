package dev.larder.cli;

import java.nio.file.Path;

/**
 * Text of others, such as origins, made harmless for a terminal: everything but visible ASCII and
 * the space is escaped as in Java, the backslash too, so that it can be read back.
 */
final class Visible {
  private Visible() {}

  static String text(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        visible.append("\\\\");
      } else if (c >= ' ' && c <= '~') {
        visible.append(c);
      } else {
        visible.append(String.format("\\u%04x", (int) c));
      }
    }
    return visible.toString();
  }

  static String text(Path path) {
    return text(path.toString());
  }
}
