package dev.larder.cli;

import dev.larder.http.CacheKey;
import dev.larder.rules.Keying;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A path or an absolute URL with which an operator names stored responses.
 *
 * @param host empty when none was named; it matters only to sites whose responses depend on it
 * @param path in canonical form
 * @param query in canonical form; null when none was named
 */
record NamedTarget(String host, String path, @Nullable String query) {

  /** Reads one, or says what it should have been. */
  static final class Converter implements ITypeConverter<NamedTarget> {
    @Override
    public NamedTarget convert(String value) {
      if (value.startsWith("/")) {
        return of("", value);
      }
      URI url = url(value);
      if (url == null || url.getHost() == null) {
        throw new TypeConversionException(
            "'" + value + "' is neither a path that begins with a slash nor an absolute URL");
      }
      String query = url.getRawQuery() == null ? "" : '?' + url.getRawQuery();
      return of(url.getHost().toLowerCase(Locale.ROOT), url.getRawPath() + query);
    }

    private static @Nullable URI url(String value) {
      try {
        return new URI(value);
      } catch (URISyntaxException notOne) {
        return null;
      }
    }

    private static NamedTarget of(String host, String target) {
      int mark = target.indexOf('?');
      String path = Keying.canonicalPath(mark < 0 ? target : target.substring(0, mark));
      return new NamedTarget(
          host,
          path.isEmpty() ? "/" : path,
          mark < 0 ? null : Keying.canonicalEscapes(target.substring(mark + 1)));
    }
  }

  /** As a person would write it. */
  String text() {
    return (host.isEmpty() ? "" : "//" + host) + path + (query == null ? "" : '?' + query);
  }

  /** Whether a key is this one; with any query when none was named. */
  boolean names(CacheKey key) {
    return isOfHost(key) && key.path().equals(path) && (query == null || key.query().equals(query));
  }

  /** Whether a key's path begins with this one, whatever the queries. */
  boolean begins(CacheKey key) {
    return isOfHost(key) && key.path().startsWith(path);
  }

  private boolean isOfHost(CacheKey key) {
    return host.isEmpty() || key.host().isEmpty() || key.host().equals(host);
  }
}
