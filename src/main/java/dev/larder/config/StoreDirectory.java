package dev.larder.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a store is kept when nobody says: under systemd the state directory that it hands to the
 * service, else the user's cache directory, as the XDG Base Directory Specification has it.
 *
 * @param environment of the process
 * @param home of the user
 */
public record StoreDirectory(Map<String, String> environment, Path home) {

  public Path path() {
    String state = environment.getOrDefault("STATE_DIRECTORY", "");
    if (!state.isEmpty()) {
      int colon = state.indexOf(':');
      return Path.of(colon < 0 ? state : state.substring(0, colon));
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.isEmpty() ? home.resolve(".cache") : Path.of(cache)).resolve("larder");
  }
}
