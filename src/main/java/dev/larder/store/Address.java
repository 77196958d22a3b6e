package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;

/**
 * The place of one stored response. A key may have several: one for each selection by {@code Vary}
 * and, within it, one for each coding.
 *
 * @param selector canonical text of the request fields that selected it, empty when none do
 */
public record Address(CacheKey key, String selector, ContentCoding coding) {

  /** Where a response without selection and coding lies. */
  public static Address of(CacheKey key) {
    return new Address(key, "", ContentCoding.IDENTITY);
  }

  public Address selectedBy(String text) {
    return new Address(key, text, coding);
  }

  public Address in(ContentCoding other) {
    return other == coding ? this : new Address(key, selector, other);
  }
}
