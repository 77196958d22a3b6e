package dev.larder.cache;

import dev.larder.rules.Keying;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which site answers to a host. */
final class Sites {
  private final Map<String, Site> byHost = new HashMap<>();
  private final @Nullable Site every;

  /**
   * Sites that share no host.
   *
   * @param sites at most one of them without hosts, which then answers to all that is left
   */
  Sites(List<Site> sites) {
    Site rest = null;
    for (Site site : sites) {
      site.hosts().forEach(host -> byHost.put(Keying.canonicalHost(host), site));
      rest = site.hosts().isEmpty() ? site : rest;
    }
    this.every = rest;
  }

  /** The site of a host without port, in any case; null when none answers to it. */
  @Nullable Site of(String host) {
    Site named = byHost.isEmpty() ? null : byHost.get(Keying.canonicalHost(host));
    return named == null ? every : named;
  }
}
