package dev.larder.cli;

import dev.larder.http.CacheKey;
import dev.larder.store.disk.StoredFile;

/** How commands name what is stored. Nothing of it can harm a terminal. */
final class StoredWords {
  private StoredWords() {}

  /**
   * Whether it is no response but says by which request fields the responses to its URL are
   * selected; the cache gives these a status that no origin can.
   */
  static boolean selects(StoredFile stored) {
    return stored.head().status() == 0;
  }

  static String status(StoredFile stored) {
    return selects(stored) ? "vary" : Integer.toString(stored.head().status());
  }

  /** Path and query, behind the host where the site's responses depend on it. */
  static String target(CacheKey key) {
    return Visible.text((key.host().isEmpty() ? "" : "//" + key.host()) + key.target());
  }

  /** Site, target and coding. */
  static String name(StoredFile stored) {
    CacheKey key = stored.address().key();
    String coding = stored.address().coding().token();
    return Visible.text(key.site()) + ' ' + target(key) + " (" + coding + ')';
  }
}
