package dev.larder.cache;

import java.util.List;

/**
 * What an operator wants purged.
 *
 * @param urls absolute URLs, each of one key
 * @param prefixes absolute URLs whose path begins those of the keys; without query
 * @param all whether everything is meant
 * @param expire whether the bytes are kept for validation, instead of being removed
 */
public record PurgeOrder(List<String> urls, List<String> prefixes, boolean all, boolean expire) {
  public PurgeOrder {
    urls = List.copyOf(urls);
    prefixes = List.copyOf(prefixes);
  }
}
