package dev.larder.origin;

import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** Opens origins. */
public final class Origins {
  private Origins() {}

  /**
   * The origin at a location. Nothing is connected yet.
   *
   * @throws IllegalArgumentException with a sentence for people when the location is neither an
   *     HTTP URL nor an existing directory
   */
  public static Origin open(OriginOptions options, OriginObserver observer, InstantSource clock) {
    return switch (OriginLocation.parse(options.location())) {
      case OriginLocation.Http http ->
          new HttpOrigin(http, options, observer, clock, systemTrust());
      case OriginLocation.Directory directory ->
          new DirectoryOrigin(directory.path(), options.dotfiles(), observer, clock);
    };
  }

  private static SSLContext systemTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java has no TLS", missing);
    }
  }
}
