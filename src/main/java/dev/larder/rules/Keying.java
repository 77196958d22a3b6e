package dev.larder.rules;

import dev.larder.http.CacheKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a response is found by, and in which spelling its URL goes upstream: one and the same, so
 * that no spelling can answer for another that the origin would treat differently (RFC 3986
 * §6.2.2).
 */
public final class Keying {
  private static final String HEX = "0123456789ABCDEF";

  private Keying() {}

  /**
   * The key of a request to a site.
   *
   * @param host empty unless the site's answers depend on the host
   * @param canonicalPath by {@link #canonicalPath}
   * @param query as it was asked for
   * @param rule which parameters count
   */
  public static CacheKey key(
      String site, String host, String canonicalPath, @Nullable String query, QueryRule rule) {
    return new CacheKey(
        site, host, canonicalPath, query == null ? "" : rule.apply(canonicalEscapes(query)));
  }

  /**
   * Percent-encoding normalised where that is an equivalence (unreserved characters decoded, hex
   * digits in upper case) and dot segments resolved. Nothing else: {@code //}, {@code %2F}, case
   * and {@code ;x} may mean something to an origin.
   */
  public static String canonicalPath(String path) {
    String escaped = canonicalEscapes(path);
    return escaped.contains("/.") ? withoutDotSegments(escaped) : escaped;
  }

  /**
   * A segment with a stray percent sign is left as it is: decoding around it could make an escape
   * of it ({@code %%34%31} would become {@code %41}), which is another URL.
   */
  public static String canonicalEscapes(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder canonical = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      int slash = text.indexOf('/', from);
      int end = slash < 0 ? text.length() : slash + 1;
      int length = canonical.length();
      if (!appendSegment(canonical, text, from, end)) {
        canonical.setLength(length);
        canonical.append(text, from, end);
      }
      from = end;
    }
    return canonical.toString();
  }

  /** Returns false, with the segment half appended, when a percent sign begins no escape. */
  private static boolean appendSegment(StringBuilder canonical, String text, int from, int end) {
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c != '%') {
        canonical.append(c);
        at++;
      } else if (isEscape(text, at, end)) {
        appendOctet(canonical, HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 3;
      } else {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(String text, int percent, int end) {
    return percent + 2 < end
        && HexFormat.isHexDigit(text.charAt(percent + 1))
        && HexFormat.isHexDigit(text.charAt(percent + 2));
  }

  private static void appendOctet(StringBuilder canonical, int octet) {
    if (isUnreserved(octet)) {
      canonical.append((char) octet);
    } else {
      canonical.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
    }
  }

  /** RFC 3986 §2.3. */
  private static boolean isUnreserved(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }

  /** RFC 3986 §5.2.4, on a path that begins with a slash. */
  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> endWithSlash(kept, last);
        case ".." -> {
          kept.pollLast();
          endWithSlash(kept, last);
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return '/' + String.join("/", kept);
  }

  private static void endWithSlash(Deque<String> kept, boolean last) {
    if (last) {
      kept.addLast("");
    }
  }

  /** A host name as keys have it. */
  public static String canonicalHost(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
