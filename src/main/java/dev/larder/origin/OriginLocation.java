package dev.larder.origin;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where an origin is. */
sealed interface OriginLocation {

  /**
   * An HTTP server.
   *
   * @param text as it was configured
   * @param scheme {@code http} or {@code https}
   * @param host without the brackets of an IPv6 literal
   * @param port always positive
   * @param authority what its {@code Host} says
   * @param prefix what its targets begin with, empty or without slash at its end
   */
  record Http(String text, String scheme, String host, int port, String authority, String prefix)
      implements OriginLocation {}

  /** A directory on this machine. */
  record Directory(Path path) implements OriginLocation {}

  /**
   * Reads a location.
   *
   * @throws IllegalArgumentException with a sentence for people when it is neither an HTTP URL nor
   *     an existing directory
   */
  static OriginLocation parse(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      return http(location);
    }
    try {
      Path path = Path.of(location);
      if (!location.isBlank() && Files.isDirectory(path)) {
        return new Directory(path.toAbsolutePath().normalize());
      }
    } catch (InvalidPathException noPath) {
      throw neither(location);
    }
    throw neither(location);
  }

  private static IllegalArgumentException neither(String location) {
    return new IllegalArgumentException(
        "The origin \""
            + location
            + "\" is neither an http:// or https:// URL nor an existing directory.");
  }

  private static Http http(String location) {
    URI uri;
    try {
      uri = new URI(location);
    } catch (URISyntaxException malformed) {
      throw unusable(location, "is not a URL: " + malformed.getReason());
    }
    String host = uri.getHost();
    if (host == null) {
      throw unusable(location, "names no host that can be asked");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw unusable(location, "has a user, a query or a fragment, which an origin cannot have");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usualPort = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? usualPort : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw unusable(location, "has a port that does not exist");
    }
    String authority = port == usualPort ? host : host + ':' + port;
    String prefix = uri.getRawPath().replaceAll("/+$", "");
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Http(location, scheme, bare, port, authority, prefix);
  }

  private static IllegalArgumentException unusable(String location, String why) {
    return new IllegalArgumentException("The origin \"" + location + "\" " + why + ".");
  }
}
