package dev.larder.rules;

import dev.larder.http.CacheKey;
import dev.larder.http.Request;
import java.util.ArrayDeque;
import java.util.Deque;
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
   */
  public static CacheKey key(String site, String host, Request request) {
    return key(site, host, request.path(), request.query());
  }

  public static CacheKey key(String site, String host, String path, @Nullable String query) {
    return new CacheKey(
        site, host, canonicalPath(path), query == null ? "" : canonicalEscapes(query));
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

  static String canonicalEscapes(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder canonical = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int octet = c == '%' && i + 2 < text.length() ? octet(text, i + 1) : -1;
      if (octet < 0) {
        canonical.append(c);
      } else {
        appendOctet(canonical, octet);
        i += 2;
      }
    }
    return canonical.toString();
  }

  private static int octet(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
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
