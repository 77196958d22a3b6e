package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.http.CacheKey;
import dev.larder.origin.Origin;
import dev.larder.rules.Family;
import dev.larder.rules.Fingerprint;
import dev.larder.rules.Keying;
import dev.larder.rules.PathGlob;
import dev.larder.rules.Terms;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A site as it runs: its options in the form that decisions need, and where it is fetched from. */
public final class Site {
  private static final long MOST_FAMILIES_BYTES = 4L << 20;

  private final SiteOptions options;
  private final List<PathRule> rules;
  private final PathRule rest;
  private final List<PathGlob> fingerprinted;
  private final List<PathGlob> familyPatterns;
  private final Upstream upstream;

  /** What is asked for often is not taken apart each time. */
  private final Cache<CacheKey, Optional<Family>> families =
      Caffeine.newBuilder()
          .maximumWeight(MOST_FAMILIES_BYTES)
          .weigher((CacheKey key, Optional<Family> family) -> 512 + 3 * key.target().length())
          .build();

  /**
   * A site.
   *
   * @param origins at least one, in the order in which they are asked
   */
  public Site(SiteOptions options, List<Origin> origins) {
    this.options = options;
    this.rules = options.paths().stream().map(path -> PathRule.of(options, path)).toList();
    this.rest = PathRule.rest(options);
    this.fingerprinted = options.fingerprints().paths().stream().map(PathGlob::of).toList();
    this.familyPatterns = options.deltas().families().stream().map(PathGlob::of).toList();
    this.upstream = new Upstream(origins);
  }

  String name() {
    return options.name();
  }

  List<String> hosts() {
    return options.hosts();
  }

  /** Where the site was written. */
  String place() {
    return options.place();
  }

  boolean assets() {
    return rest.terms().assets();
  }

  Upstream upstream() {
    return upstream;
  }

  String allowOrigin() {
    return options.allowOrigin();
  }

  /** Whether answers that are not what their URL promises are kept out of the store. */
  boolean guarded() {
    return options.guard();
  }

  /** The first rule for a canonical path. */
  PathRule rule(String path) {
    for (int i = 0; i < rules.size(); i++) {
      PathRule rule = rules.get(i);
      if (rule.covers(path)) {
        return rule;
      }
    }
    return rest;
  }

  /** The terms for one URL. */
  Terms terms(PathRule rule, CacheKey key) {
    return rule.terms(assets() && fingerprinted(key));
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

  /** See {@link Family#of}; null where the site makes no deltas. */
  @Nullable Family family(CacheKey key) {
    if (!options.deltas().on()) {
      return null;
    }
    Optional<Family> known = families.getIfPresent(key);
    if (known == null) {
      known =
          Optional.ofNullable(Family.of(key, familyPatterns, options.fingerprints().parameters()));
      families.put(key, known);
    }
    return known.orElse(null);
  }

  /** The key of a URL of this site, in whatever spelling. */
  CacheKey key(String host, String path, @Nullable String query) {
    String canonical = Keying.canonicalPath(path);
    return key(rule(canonical), host, canonical, query);
  }

  /** The key of a URL whose path is canonical, by the rule for that path. */
  CacheKey key(PathRule rule, String host, String path, @Nullable String query) {
    String keyed = options.preserveHost() ? Keying.canonicalHost(host) : "";
    return Keying.key(options.name(), keyed, path, query, rule.query());
  }
}
