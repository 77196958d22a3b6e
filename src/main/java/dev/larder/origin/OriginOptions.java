package dev.larder.origin;

import java.time.Duration;

/**
 * One origin.
 *
 * @param location {@code http://…}, {@code https://…} or the path of a directory
 * @param timeout how long connecting, a head, or any pause between bytes of content may take
 * @param connections how many connections may be open to it
 * @param dotfiles whether a directory serves files whose name begins with a dot
 */
public record OriginOptions(String location, Duration timeout, int connections, boolean dotfiles) {

  public static OriginOptions at(String location) {
    return new OriginOptions(location, Duration.ofSeconds(10), 64, false);
  }
}
