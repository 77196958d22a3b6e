package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.http.Request;
import dev.larder.origin.Origin;
import dev.larder.rules.Fingerprint;
import dev.larder.rules.Keying;
import dev.larder.rules.PathGlob;
import dev.larder.rules.Terms;
import java.util.List;

/** A site as it runs: its options in the form that decisions need, and where it is fetched from. */
public final class Site {
  private final SiteOptions options;
  private final Terms terms;
  private final Terms termsOfFingerprinted;
  private final List<PathGlob> fingerprinted;
  private final Upstream upstream;

  /**
   * A site.
   *
   * @param origins at least one, in the order in which they are asked
   */
  public Site(SiteOptions options, List<Origin> origins) {
    this.options = options;
    this.terms =
        new Terms(
            options.policy() == Policy.ASSETS,
            false,
            options.lifetime(),
            options.browserLifetime(),
            options.staleOnError());
    this.termsOfFingerprinted = terms.ofFingerprinted();
    this.fingerprinted = options.fingerprints().paths().stream().map(PathGlob::of).toList();
    this.upstream = new Upstream(origins);
  }

  String name() {
    return options.name();
  }

  List<String> hosts() {
    return options.hosts();
  }

  /** The terms for one URL. */
  Terms terms(CacheKey key) {
    return assets() && fingerprinted(key) ? termsOfFingerprinted : terms;
  }

  boolean assets() {
    return terms.assets();
  }

  Upstream upstream() {
    return upstream;
  }

  /** Whether this node makes variants of its answers. */
  boolean variants() {
    return options.variants();
  }

  String allowOrigin() {
    return options.allowOrigin();
  }

  /** Whether answers that are not what their URL promises are kept out of the store. */
  boolean guarded() {
    return options.guard();
  }

  private boolean fingerprinted(CacheKey key) {
    SiteOptions.Fingerprints signs = options.fingerprints();
    for (PathGlob glob : fingerprinted) {
      if (glob.matches(key.path())) {
        return true;
      }
    }
    return (signs.recognised() && Fingerprint.isIn(key.path()))
        || Fingerprint.isParameter(key.query(), signs.parameters());
  }

  CacheKey key(Request request) {
    return Keying.key(options.name(), keyedHost(request.host()), request);
  }

  /** The host as it stands in keys: empty unless the site's answers depend on it. */
  String keyedHost(String host) {
    return options.preserveHost() ? Keying.canonicalHost(host) : "";
  }
}
