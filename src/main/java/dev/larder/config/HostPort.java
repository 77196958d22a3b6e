package dev.larder.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen, as in {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code localhost:8080}, or
 * {@code :8080} for every address of the machine.
 *
 * @param host name or address without brackets; empty for every address
 * @param port 0 for any free one
 */
public record HostPort(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}(?:%[\\w.-]+)?]|[A-Za-z0-9._-]*):(\\d{1,5})");

  /** Empty when the text is no host and port; names are not looked up. */
  public static Optional<HostPort> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      return Optional.empty();
    }
    String host = matcher.group(1);
    boolean bracketed = host.startsWith("[");
    if (bracketed && host.indexOf(':') < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new HostPort(
            bracketed ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(matcher.group(2))));
  }

  /** The address of a socket; a name is looked up here, and unresolved when there is none. */
  public InetSocketAddress socketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
