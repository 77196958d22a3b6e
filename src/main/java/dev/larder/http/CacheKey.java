package dev.larder.http;

import java.nio.charset.StandardCharsets;

/**
 * What a stored response is found by (RFC 9111 §2): the site, the host where the site's answers
 * depend on it, and the target. The parts never contain a space, so {@link #canonical()} is unique.
 *
 * @param site name of the site
 * @param host lower case, empty unless the site passes the client's Host on
 * @param path canonical path, begins with a slash
 * @param query what follows the question mark, empty when there is none; {@code /a?} and {@code /a}
 *     are the same key
 */
public record CacheKey(String site, String host, String path, String query) {

  /** Path and query as they stand in a request line. */
  public String target() {
    return query.isEmpty() ? path : path + '?' + query;
  }

  /** The key in one line, as it is written to disk and shown to people. */
  public String canonical() {
    return site + ' ' + host + ' ' + target();
  }

  /** The bytes of {@link #canonical()} in UTF-8. */
  public byte[] bytes() {
    return canonical().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return canonical();
  }
}
