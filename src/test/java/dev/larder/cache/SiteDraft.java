package dev.larder.cache;

import java.time.Duration;
import java.util.List;

/** Options of a site in the making: the policy's own, but for what a test changes. */
final class SiteDraft {
  private final Policy policy;
  private String name = "default";
  private List<String> hosts = List.of();
  private boolean preserveHost;
  private Duration staleOnError;
  private SiteOptions.Fingerprints fingerprints;
  private boolean guard;
  private boolean variants;
  private String allowOrigin;

  private SiteDraft(Policy policy) {
    SiteOptions defaults = SiteOptions.single(policy);
    this.policy = policy;
    this.staleOnError = defaults.staleOnError();
    this.fingerprints = defaults.fingerprints();
    this.guard = defaults.guard();
    this.variants = defaults.variants();
    this.allowOrigin = defaults.allowOrigin();
  }

  static SiteDraft of(Policy policy) {
    return new SiteDraft(policy);
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

  SiteDraft allowOrigin(String value) {
    allowOrigin = value;
    return this;
  }

  SiteOptions options() {
    SiteOptions defaults = SiteOptions.single(policy);
    return new SiteOptions(
        name,
        hosts,
        policy,
        preserveHost,
        defaults.lifetime(),
        defaults.browserLifetime(),
        staleOnError,
        fingerprints,
        guard,
        variants,
        allowOrigin);
  }
}
