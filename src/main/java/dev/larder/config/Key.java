package dev.larder.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting that exists.
 *
 * @param name as it is written
 * @param syntax how its value is read
 * @param standard its default, as it would be written; null when there is none or it depends on
 *     other settings or the machine
 */
record Key<T>(String name, Syntax<T> syntax, @Nullable String standard) {

  /** The default. */
  T fallback() {
    return Optional.ofNullable(standard)
        .flatMap(syntax::read)
        .orElseThrow(() -> new IllegalStateException(name + " has no default"));
  }
}
