package dev.larder.cache;

import java.time.Duration;
import java.util.List;

/** Options of a site in the making: the policy's own, but for what a test changes. */
public final class SiteDraft {
  private final Policy policy;
  private String name = "default";
  private List<String> hosts = List.of();
  private boolean preserveHost;
  private Duration staleOnError = Duration.ofHours(24);
  private SiteOptions.Fingerprints fingerprints = SiteOptions.Fingerprints.RECOGNISED;
  private boolean guard;
  private boolean variants;
  private SiteOptions.Deltas deltas;
  private String allowOrigin;
  private List<PathOptions> paths = List.of();
  private String place = "test.yaml:1";

  private SiteDraft(Policy policy) {
    this.policy = policy;
    this.guard = policy == Policy.ASSETS;
    this.variants = policy == Policy.ASSETS;
    this.deltas = variants ? SiteOptions.Deltas.RECOGNISED : SiteOptions.Deltas.OFF;
    this.allowOrigin = policy == Policy.ASSETS ? "*" : "";
  }

  public static SiteDraft of(Policy policy) {
    return new SiteDraft(policy);
  }

  public SiteDraft at(String where) {
    place = where;
    return this;
  }

  SiteDraft named(String siteName, String... siteHosts) {
    name = siteName;
    hosts = List.of(siteHosts);
    return this;
  }

  SiteDraft preserveHost(boolean on) {
    preserveHost = on;
    return this;
  }

  SiteDraft staleOnError(Duration most) {
    staleOnError = most;
    return this;
  }

  SiteDraft fingerprints(boolean recognised, List<String> paths, List<String> parameters) {
    fingerprints = new SiteOptions.Fingerprints(recognised, paths, parameters);
    return this;
  }

  SiteDraft guard(boolean on) {
    guard = on;
    return this;
  }

  SiteDraft variants(boolean on) {
    variants = on;
    return this;
  }

  SiteDraft deltas(SiteOptions.Deltas made) {
    deltas = made;
    return this;
  }

  SiteDraft allowOrigin(String value) {
    allowOrigin = value;
    return this;
  }

  SiteDraft paths(PathOptions... rules) {
    paths = List.of(rules);
    return this;
  }

  public SiteOptions options() {
    return new SiteOptions(
        name,
        hosts,
        policy,
        preserveHost,
        Duration.ofHours(24),
        Duration.ofMinutes(10),
        staleOnError,
        fingerprints,
        guard,
        variants,
        deltas,
        allowOrigin,
        paths,
        place);
  }
}
