package dev.larder.rules;

import dev.larder.rules.AssetGuard.Find;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Markup by its first tag (WHATWG MIME Sniffing §7.1), past white space, comments and the
 * declaration of XML. A script may begin with {@code <!--}, so a comment alone says nothing.
 */
final class Markup {
  private static final List<String> OF_HTML =
      List.of(
          "!doctype html",
          "html",
          "head",
          "body",
          "title",
          "meta",
          "base",
          "script",
          "iframe",
          "center",
          "div",
          "main",
          "table",
          "h1",
          "p");

  private Markup() {}

  static @Nullable Find of(byte[] bytes) {
    String text = text(bytes);
    boolean declared = text.startsWith("<?xml");
    String root = fromRoot(text);
    if (isTag(root, "svg") || root.startsWith("<!doctype svg")) {
      return Find.DRAWING;
    }
    for (String name : OF_HTML) {
      if (isTag(root, name)) {
        return Find.HTML;
      }
    }
    return declared ? Find.XML : null;
  }

  /** The first octet that is no white space and no byte order mark; -1 when there is none. */
  static int firstSign(byte[] bytes) {
    String text = text(bytes);
    return text.isEmpty() ? -1 : text.charAt(0);
  }

  /** UTF-16 pages show their letters too, when the zeros between them are left out. */
  private static String text(byte[] bytes) {
    int from = 0;
    boolean wide = false;
    if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb) {
      from = 3;
    } else if (bytes.length >= 2 && (bytes[0] & bytes[1] & 0xfe) == 0xfe) {
      from = 2;
      wide = true;
    }
    String text = new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
    return (wide ? text.replace("\0", "") : text).stripLeading().toLowerCase(Locale.ROOT);
  }

  private static String fromRoot(String text) {
    String rest = text;
    while (true) {
      String end = rest.startsWith("<!--") ? "-->" : rest.startsWith("<?") ? "?>" : null;
      int at = end == null ? -1 : rest.indexOf(end, 2);
      if (end == null || at < 0) {
        return rest;
      }
      rest = rest.substring(at + end.length()).stripLeading();
    }
  }

  private static boolean isTag(String text, String name) {
    int end = 1 + name.length();
    return text.startsWith("<" + name)
        && text.length() > end
        && " \t\r\n\f/>".indexOf(text.charAt(end)) >= 0;
  }
}
