package dev.larder.rules;

import dev.larder.http.CacheKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of one site of which a newer takes the place of an older: their path is the same but for
 * what names a version. What a client has of one of them is a good dictionary for the next (RFC
 * 9842).
 *
 * <p>A version is named by a hash in the file's name, by a version number there or in a segment of
 * its own ({@code /pkg/1.2.3/a.js}, {@code /pkg@1.2.3/a.js}), by a long hash that is a segment, or
 * by a parameter of the query that says so. A file whose name is nothing but a hash has no family:
 * nothing tells it from its neighbours.
 *
 * @param key what its members share: site, host, and path and query with {@code *} in the place of
 *     each version
 * @param useAsDictionary the value of {@code Use-As-Dictionary} (RFC 9842 §2.1): a URL pattern that
 *     all members match; null when there is none that a field could carry
 */
public record Family(CacheKey key, @Nullable String useAsDictionary) {

  private static final String ANY = "*";

  private static final int SHORTEST_HASH = 16;
  private static final int LONGEST_HASH = 64;

  /** Longer names are no names of versions, and clients choose what is looked at here. */
  private static final int LONGEST_NAME = 200;

  /** Parameters that name a version wherever they are used. */
  private static final List<String> USUAL_PARAMETERS =
      List.of("v", "ver", "version", "hash", "rev");

  /**
   * The family of a URL; null when nothing in it names a version.
   *
   * @param patterns of the site's own: what varies in them is the version
   * @param parameters of the query that name a version beside the usual ones
   */
  public static @Nullable Family of(
      CacheKey key, List<PathGlob> patterns, List<String> parameters) {
    for (PathGlob pattern : patterns) {
      if (pattern.matches(key.path())) {
        return family(key, pattern.text().replace('?', '*'), key.query());
      }
    }
    String path = path(key.path());
    String query = query(key.query(), parameters);
    return path.equals(key.path()) && query.equals(key.query()) ? null : family(key, path, query);
  }

  private static Family family(CacheKey key, String path, String query) {
    return new Family(new CacheKey(key.site(), key.host(), path, query), pattern(path, query));
  }

  // -- the path ----------------------------------------------------------------------------------

  private static String path(String path) {
    int last = path.lastIndexOf('/') + 1;
    StringBuilder shared = new StringBuilder(path.length());
    int from = 0;
    while (from < last) {
      int end = path.indexOf('/', from) + 1;
      shared.append(segment(path.substring(from, end - 1))).append('/');
      from = end;
    }
    return shared.append(fileName(path, last)).toString();
  }

  private static String segment(String segment) {
    int length = segment.length();
    if (length > LONGEST_NAME) {
      return segment;
    }
    int at = segment.lastIndexOf('@');
    if (at > 0 && isNumber(segment, at + 1, length, 0)) {
      return segment.substring(0, at + 1) + ANY;
    }
    return isNumber(segment, 0, length, 1) || isHash(segment) ? ANY : segment;
  }

  private static boolean isHash(String segment) {
    return segment.length() >= SHORTEST_HASH
        && segment.length() <= LONGEST_HASH
        && Fingerprint.isMixedHex(segment);
  }

  private static String fileName(String path, int from) {
    int end = FileName.of(path, from).end();
    int version = Fingerprint.start(path);
    if (version < 0) {
      version = end - from > LONGEST_NAME ? -1 : numberStart(path, from, end);
    }
    return version <= from
        ? path.substring(from)
        : path.substring(from, version) + ANY + path.substring(end);
  }

  /** Where a number that ends a name begins, after a letter and a separator; -1 without one. */
  private static int numberStart(String path, int from, int end) {
    for (int at = from + 2; at < end; at++) {
      boolean begins =
          "-._@".indexOf(path.charAt(at - 1)) >= 0 && Character.isLetter(path.charAt(at - 2));
      if (begins && isNumber(path, at, end, 1)) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Whether a version number stands there, such as {@code v1.2.3-beta.1}: digits with dots between
   * them, and perhaps more after a hyphen, a plus or a dot.
   *
   * @param leastDots one where nothing else tells a release from an interface ({@code /v2/})
   */
  private static boolean isNumber(String text, int from, int end, int leastDots) {
    int at = from < end && text.charAt(from) == 'v' ? from + 1 : from;
    int dots = -1;
    int next = digits(text, at, end);
    while (next > at) {
      dots++;
      at = next;
      next = at < end && text.charAt(at) == '.' ? digits(text, at + 1, end) : at;
      next = next == at + 1 ? at : next;
    }
    return dots >= leastDots && (at == end || isSuffix(text, at, end));
  }

  private static int digits(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean isSuffix(String text, int from, int end) {
    if (end - from < 2 || "-+.".indexOf(text.charAt(from)) < 0) {
      return false;
    }
    for (int i = from + 1; i < end; i++) {
      char c = text.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!plain && ".+-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  // -- the query ---------------------------------------------------------------------------------

  private static String query(String query, List<String> parameters) {
    if (query.isEmpty()) {
      return query;
    }
    StringBuilder shared = new StringBuilder(query.length());
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      boolean version =
          equals > 0
              && equals < parameter.length() - 1
              && (USUAL_PARAMETERS.contains(name) || parameters.contains(name));
      shared.append(shared.isEmpty() ? "" : "&").append(version ? name + '=' + ANY : parameter);
    }
    return shared.toString();
  }

  // -- for clients -------------------------------------------------------------------------------

  private static @Nullable String pattern(String path, String query) {
    StringBuilder match = new StringBuilder("match=\"");
    boolean sayable = append(match, path);
    if (!query.isEmpty()) {
      match.append("\\\\?");
      sayable &= append(match, query);
    }
    return sayable ? match.append('"').toString() : null;
  }

  /**
   * Signs that mean something in a URL pattern are escaped, and the escapes once more as a string.
   */
  private static boolean append(StringBuilder match, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"') {
        return false;
      }
      if ("+?:{}()\\".indexOf(c) >= 0) {
        match.append("\\\\");
      }
      match.append(c == '\\' ? "\\\\" : String.valueOf(c));
    }
    return true;
  }
}
