package dev.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * A request as a front understood it, without its content.
 *
 * @param method as sent, case-sensitive (RFC 9110 §9.1)
 * @param scheme {@code http} or {@code https}, as the client reached this node
 * @param authority host and, where the client named one, port, in lower case; empty when an
 *     HTTP/1.0 client sent none
 * @param path the target's path as it was sent, undecoded; begins with a slash, or is {@code *}
 * @param query what follows the first question mark, undecoded; null when there is none
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param client the client's network address, without port
 */
public record Request(
    String method,
    String scheme,
    String authority,
    String path,
    @Nullable String query,
    Fields fields,
    String protocol,
    String client) {

  public boolean isGet() {
    return method.equals("GET");
  }

  public boolean isHead() {
    return method.equals("HEAD");
  }

  /** The authority's host, without the port; an IPv6 literal keeps its brackets. */
  public String host() {
    return host(authority);
  }

  /** The host of any authority. */
  public static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }

  /** Path and query as they stand in a request line. */
  public String target() {
    return query == null ? path : path + '?' + query;
  }
}
